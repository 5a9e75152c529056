namespace Hub.Data.Catalogue;

/// <summary>What an incoming item says about itself.</summary>
public enum ItemVerb
{
    /// <summary>Here is the content.</summary>
    Content = 1,

    /// <summary>Take it out of every listing.</summary>
    Tombstone = 2,

    /// <summary>It still stands as last sent.</summary>
    Touch = 3,

    /// <summary>It has no usable key or revision; only a verdict comes of it.</summary>
    Unkeyed = 4,
}

/// <summary>One incoming item, checked by the rules, ready to be decided on and stored.</summary>
public sealed class ItemWrite
{
    public required long Sequence { get; init; }

    public required string ExternalId { get; init; }

    public required long Revision { get; init; }

    public required ItemVerb Verb { get; init; }

    /// <summary>Null unless the verb is <see cref="ItemVerb.Content"/>; what could be read of it when the rules refused it.</summary>
    public OfferContent? Content { get; init; }

    /// <summary>Hash of the canonical content; zero unless the verb is <see cref="ItemVerb.Content"/>.</summary>
    public UInt128 Hash { get; init; }

    /// <summary>The same with another revision.</summary>
    internal ItemWrite WithRevision(long revision) => With(revision, RuleOutcome);

    /// <summary>The item without the wait for a review: its content was approved before.</summary>
    internal ItemWrite Approved() => With(Revision, null);

    private ItemWrite With(long revision, Outcome? rule) => new()
    {
        Sequence = Sequence,
        ExternalId = ExternalId,
        Revision = revision,
        Verb = Verb,
        Content = Content,
        Hash = Hash,
        RuleOutcome = rule,
        Finding = Finding,
    };

    /// <summary>
    /// Null when nothing stands in the way, else <see cref="Outcome.Rejected"/>,
    /// <see cref="Outcome.Quarantined"/>, or <see cref="Outcome.Held"/> where the source shows only what was approved.
    /// </summary>
    public Outcome? RuleOutcome { get; init; }

    /// <summary>The gravest finding of the rules; null when there is none.</summary>
    public ItemFinding? Finding { get; init; }
}

/// <summary>One reason behind a verdict.</summary>
/// <param name="Reason">Stable code in UPPER_SNAKE.</param>
/// <param name="Field">Path of the field at fault; empty when no field is.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Detail">What was found or what the limit is, for the text; null when the reason says it all.</param>
public sealed record ItemFinding(string Reason, string Field, Severity Severity, string? Detail = null);

/// <summary>What was decided about one item.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Effect">What became of the offer.</param>
/// <param name="Reason">Why, when the decision itself found a reason; the rules' findings stand beside it.</param>
/// <param name="CurrentRevision">Revision the hub stores after the decision; null when it stores none.</param>
public readonly record struct ItemDecision(Outcome Outcome, Effect Effect, string? Reason, long? CurrentRevision);

/// <summary>What a decision does to what is shown.</summary>
public enum Effect
{
    None = 0,
    Created = 1,
    Changed = 2,
    Withdrawn = 3,
    Reopened = 4,
}
