using Google.Protobuf.Reflection;

namespace PartnerSync;

/// <summary>When a mapped column also stays in <c>attributes</c>.</summary>
internal enum Keep
{
    /// <summary>When the field does not tell exactly what the column held, so that nothing is lost.</summary>
    WhenChanged = 0,
    Always,
    Never,
}

/// <summary>How one field is filled.</summary>
/// <param name="Column">Column it comes from; null for a constant.</param>
/// <param name="Constant">Value of every row; null for a column.</param>
/// <param name="Target">The field; null for the item's key and revision.</param>
/// <param name="Steps">What happens on the way.</param>
/// <param name="Keep">When the column also stays in the attributes.</param>
internal sealed record FieldRule(string? Column, string? Constant, FieldTarget? Target, IReadOnlyList<Step> Steps, Keep Keep);

/// <summary>Where an item's revision comes from: a column, a constant, the file's name, or the command line.</summary>
/// <param name="Rule">A column or a constant; null otherwise.</param>
/// <param name="FileName">Regular expression whose groups, joined, are the revision of all rows; null otherwise.</param>
internal sealed record RevisionRule(FieldRule? Rule, string? FileName);

/// <summary>Rows that say an item is gone.</summary>
/// <param name="Column">Column that says it.</param>
/// <param name="Values">Values that mean gone.</param>
internal sealed record WithdrawnRule(string Column, IReadOnlySet<string> Values);

/// <summary>A mapping file: how a row becomes an item. Columns it does not name go into the item's attributes.</summary>
internal sealed record CatalogueMap
{
    /// <summary>The item's content: course, course_run, gig or vacancy.</summary>
    public required FieldDescriptor Kind { get; init; }

    public required FieldRule Id { get; init; }

    public required RevisionRule Revision { get; init; }

    public required IReadOnlyList<FieldRule> Fields { get; init; }

    /// <summary>Columns that are left out.</summary>
    public IReadOnlySet<string> Drop { get; init; } = new HashSet<string>();

    /// <summary>Null when no row means a withdrawal.</summary>
    public WithdrawnRule? Withdrawn { get; init; }

    /// <summary>Every column the map names.</summary>
    public IEnumerable<string> Columns =>
        Fields.Append(Id).Append(Revision.Rule).Select(rule => rule?.Column).OfType<string>()
            .Concat(Drop)
            .Concat(Withdrawn is null ? [] : [Withdrawn.Column])
            .Distinct();
}
