namespace PartnerSync;

/// <summary>
/// Turns place names into area codes. A name nobody knows is sent as it is: the hub keeps the item, does not show it, and answers with
/// the name.
/// </summary>
internal sealed class AreasStep : Step
{
    private static readonly string[] Nowhere = [];

    private readonly AreaNames _names;
    private readonly Dictionary<string, string[]> _known = new(StringComparer.Ordinal);

    /// <param name="names">Official names.</param>
    /// <param name="aliases">Other names, and the codes they stand for.</param>
    /// <param name="nowhere">Names that are no place in particular, such as the whole country.</param>
    public AreasStep(AreaNames names, IReadOnlyDictionary<string, string[]> aliases, IEnumerable<string> nowhere)
    {
        _names = names;
        foreach (var (alias, codes) in aliases)
            _known[AreaNames.Key(alias)] = codes;
        foreach (var name in nowhere)
            _known[AreaNames.Key(name)] = Nowhere;
    }

    public override void Apply(in Row row, Cell cell)
    {
        var names = cell.Values.ToArray();
        cell.Values.Clear();
        foreach (var name in names)
        {
            foreach (var code in CodesOf(name.Trim()))
            {
                cell.Lossy |= code != name;
                if (!cell.Values.Contains(code))
                    cell.Values.Add(code);
            }
        }

        cell.Lossy |= cell.Values.Count != names.Length;
    }

    private string[] CodesOf(string name)
    {
        if (_names.IsCode(name))
            return [name];
        if (_known.TryGetValue(AreaNames.Key(name), out var codes))
            return codes;
        return [_names.Find(name) ?? name];
    }
}
