namespace Hub.Data.Catalogue;

/// <summary>Counts of a session's items by outcome.</summary>
public record struct SessionTotals
{
    public long Created { get; set; }

    public long Changed { get; set; }

    public long Withdrawn { get; set; }

    public long Reopened { get; set; }

    public long Unchanged { get; set; }

    public long Stale { get; set; }

    public long RevisionConflict { get; set; }

    public long Rejected { get; set; }

    public long Quarantined { get; set; }

    public long Held { get; set; }

    /// <summary>Part of <see cref="Rejected"/>: items without a usable key.</summary>
    public long Unkeyed { get; set; }

    /// <summary>Stored: created, changed, withdrawn and reopened together.</summary>
    public readonly long Applied => Created + Changed + Withdrawn + Reopened;

    /// <summary>Counts one decision.</summary>
    public void Add(in ItemDecision decision, bool unkeyed = false)
    {
        switch (decision.Outcome)
        {
            case Outcome.Applied:
                AddEffect(decision.Effect, 1);
                break;
            case Outcome.Unchanged:
                Unchanged++;
                break;
            case Outcome.Stale:
                Stale++;
                break;
            case Outcome.RevisionConflict:
                RevisionConflict++;
                break;
            case Outcome.Rejected:
                Rejected++;
                Unkeyed += unkeyed ? 1 : 0;
                break;
            case Outcome.Quarantined:
                Quarantined++;
                break;
            case Outcome.Held:
                Held++;
                break;
        }
    }

    /// <summary>Counts what became of offers.</summary>
    public void AddEffect(Effect effect, long count)
    {
        switch (effect)
        {
            case Effect.Created:
                Created += count;
                break;
            case Effect.Changed:
                Changed += count;
                break;
            case Effect.Withdrawn:
                Withdrawn += count;
                break;
            case Effect.Reopened:
                Reopened += count;
                break;
        }
    }
}
