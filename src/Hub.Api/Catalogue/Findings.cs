using Hub.Data.Catalogue;

namespace Hub.Api.Catalogue;

/// <summary>Collects what the rules find in one item; the gravest finding decides.</summary>
internal sealed class Findings(string root)
{
    private const int Most = 20;
    private const int LongestField = 200;
    private const int LongestDetail = 80;
    private readonly List<ItemFinding> _found = [];

    /// <summary>The findings, gravest first as far as they were found first.</summary>
    public IReadOnlyList<ItemFinding> All => _found;

    /// <summary>Findings beyond the most that are told.</summary>
    public int LeftOff { get; private set; }

    /// <summary>Null when nothing stands in the way, else rejected or quarantined; a broken rule outweighs an unknown code.</summary>
    public Outcome? Outcome { get; private set; }

    /// <summary>The finding that decided, or the first warning; null when there is none.</summary>
    public ItemFinding? Gravest { get; private set; }

    /// <summary>A rule is broken: the version is not taken.</summary>
    public void Reject(string reason, string field, string? detail = null)
    {
        var finding = Add(reason, field, Severity.Error, detail);
        if (Outcome != Hub.Data.Catalogue.Outcome.Rejected)
            Gravest = finding;
        Outcome = Hub.Data.Catalogue.Outcome.Rejected;
    }

    /// <summary>A code is not known: the version is kept, not shown.</summary>
    public void Quarantine(string reason, string field, string? detail)
    {
        var finding = Add(reason, field, Severity.Error, detail);
        if (Outcome is not null)
            return;
        Gravest = finding;
        Outcome = Hub.Data.Catalogue.Outcome.Quarantined;
    }

    /// <summary>The version is taken, but should be mended.</summary>
    public void Warn(string reason, string field, string? detail = null)
    {
        var finding = Add(reason, field, Severity.Warning, detail);
        Gravest ??= finding;
    }

    private ItemFinding Add(string reason, string field, Severity severity, string? detail)
    {
        // Paths such as `vacancy.title` are built only here, when something was found.
        var path = field.Length == 0 || field.StartsWith("item.", StringComparison.Ordinal) ? field : $"{root}.{field}";
        var finding = new ItemFinding(reason, Shortened(path, LongestField), severity, detail is null ? null : Shortened(detail, LongestDetail));
        if (_found.Count < Most)
            _found.Add(finding);
        else
            LeftOff++;
        return finding;
    }

    /// <summary>A quoted value as far as it helps: an answer quotes many, and a partner may send megabytes.</summary>
    private static string Shortened(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }
}
