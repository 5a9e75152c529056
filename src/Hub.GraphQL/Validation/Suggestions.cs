namespace Hub.GraphQL.Validation;

/// <summary>"Did you mean": the names nearest to one that does not exist, for as long as the work they cost is allowed.</summary>
internal sealed class Suggestions(ValidationOptions options)
{
    private const int MostShown = 5;
    private int _work = options.Suggestions ? options.MaxSuggestionWork : 0;

    /// <summary>The end of an error message that names what may have been meant; empty where nothing is near.</summary>
    public string For(string input, IEnumerable<string> names, string? what = null) => Text(Near(input, names), what);

    /// <summary>The end of an error message for suggestions found by other means than their spelling.</summary>
    public string Text(IReadOnlyList<string> names, string? what = null)
    {
        if (!options.Suggestions || names.Count == 0)
            return "";

        var start = what is null ? " Did you mean " : $" Did you mean {what} ";
        return names.Count switch
        {
            1 => $"{start}\"{names[0]}\"?",
            2 => $"{start}\"{names[0]}\" or \"{names[1]}\"?",
            _ => $"{start}{string.Join(", ", names.Take(Math.Min(names.Count, MostShown) - 1).Select(name => $"\"{name}\""))}"
                + $", or \"{names[Math.Min(names.Count, MostShown) - 1]}\"?",
        };
    }

    private List<string> Near(string input, IEnumerable<string> names)
    {
        var near = new List<(int Distance, string Name)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var measure = new EditDistance(input);
        foreach (var name in names)
        {
            if (_work-- <= 0)
                return [];
            if (seen.Add(name) && measure.To(name) is { } distance)
                near.Add((distance, name));
        }

        near.Sort((a, b) => a.Distance != b.Distance ? a.Distance - b.Distance : NaturalOrder.Compare(a.Name, b.Name));
        return near.ConvertAll(item => item.Name);
    }
}
