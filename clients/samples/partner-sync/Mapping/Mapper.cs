using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>
/// Turns rows into items as a map says. Pure, and loses nothing: a column that no field holds exactly goes into the attributes, unless the
/// map drops it. Not for several threads at once.
/// </summary>
internal sealed class Mapper
{
    private readonly CatalogueMap _map;
    private readonly FieldDescriptor _attributes;
    private readonly long? _revision;
    private readonly Cell _cell = new();
    private ColumnSet? _columns;
    private bool[] _keepAtFirst = [];
    private bool[] _keepAlways = [];
    private bool[] _keep = [];

    /// <param name="map">The map.</param>
    /// <param name="fileName">Name of the file, where the revision may stand.</param>
    /// <param name="revision">Revision of every row; wins over the map.</param>
    public Mapper(CatalogueMap map, string fileName, long? revision = null)
    {
        _map = map;
        _attributes = map.Kind.MessageType.FindFieldByName("attributes");
        _revision = revision ?? FromFileName(map.Revision.FileName, fileName);
        if (_revision is null && map.Revision.Rule is null)
            throw new InvalidDataException("The map has no revision: give --revision NUMBER, or push a snapshot with --epoch.");
    }

    /// <summary>Columns the map names and these rows do not have.</summary>
    public IReadOnlyList<string> Missing(ColumnSet columns) => [.. _map.Columns.Where(column => columns.IndexOf(column) < 0)];

    /// <summary>Hears of each value that could not be read; the field stays unset and the item is sent all the same.</summary>
    public Action<UnreadValue>? Unread { get; set; }

    public Item Map(in Row row)
    {
        UseColumns(row.Columns);
        _keepAtFirst.CopyTo(_keep, 0);

        var externalId = ReadOne(_map.Id, row);
        var item = new Item { ExternalId = externalId, Revision = _revision ?? ReadRevision(row, externalId) };
        if (_map.Withdrawn is { } withdrawn && withdrawn.Values.Contains(row[withdrawn.Column]))
        {
            item.Tombstone = new() { Reason = row[withdrawn.Column] };
            return item;
        }

        var content = _map.Kind.MessageType.Parser.ParseFrom([]);
        foreach (var rule in _map.Fields)
        {
            Run(rule, row);
            var held = rule.Target!.Set(content, _cell) && !_cell.Lossy;
            Judge(rule, row, held);
            Tell(rule, row, item);
        }

        AddAttributes((MapField<string, string>)_attributes.Accessor.GetValue(content), row);
        _map.Kind.Accessor.SetValue(item, content);
        return item;
    }

    /// <summary>Works out once for rows of one shape which columns stay in the attributes unless a field holds them exactly.</summary>
    private void UseColumns(ColumnSet columns)
    {
        if (ReferenceEquals(columns, _columns))
            return;
        _columns = columns;
        _keep = new bool[columns.Names.Count];
        _keepAtFirst = [.. columns.Names.Select(name => !_map.Drop.Contains(name) && !Rules(name).Any(IsNeverKept))];
        _keepAlways = [.. columns.Names.Select(name => Rules(name).Any(rule => rule.Keep == Keep.Always))];
    }

    private IEnumerable<FieldRule> Rules(string column) =>
        _map.Fields.Append(_map.Id).Append(_map.Revision.Rule).OfType<FieldRule>().Where(rule => rule.Column == column);

    // A revision among the attributes would make every revision another content.
    private bool IsNeverKept(FieldRule rule) =>
        rule.Keep == Keep.Never || (ReferenceEquals(rule, _map.Revision.Rule) && rule.Keep == Keep.WhenChanged);

    private void Run(FieldRule rule, in Row row)
    {
        _cell.Start(rule.Constant ?? row[rule.Column!]);
        foreach (var step in rule.Steps)
            step.Apply(row, _cell);
    }

    /// <summary>A column that a field holds exactly need not stand in the attributes as well.</summary>
    private void Judge(FieldRule rule, in Row row, bool held)
    {
        if (held && rule.Column is not null && row.Columns.IndexOf(rule.Column) is var index and >= 0)
            _keep[index] &= _keepAlways[index];
    }

    private void Tell(FieldRule rule, in Row row, Item item)
    {
        if (_cell.Unread.Count == 0 || Unread is null || rule.Column is null)
            return;
        var isKept = row.Columns.IndexOf(rule.Column) is var index and >= 0 && _keep[index];
        foreach (var (text, wanted) in _cell.Unread)
            Unread(new(row.Line, item.ExternalId, rule.Column, rule.Target!.Path, text, wanted, isKept));
    }

    private string ReadOne(FieldRule rule, in Row row)
    {
        Run(rule, row);
        Judge(rule, row, _cell.Values.Count == 1 && !_cell.Lossy);
        return _cell.Values.Count > 0 ? _cell.Values[0] : "";
    }

    /// <summary>A number, or an instant as milliseconds since 1970; 0, which the hub refuses, when it is neither.</summary>
    private long ReadRevision(in Row row, string externalId)
    {
        var rule = _map.Revision.Rule!;
        var text = ReadOne(rule, row);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        if (DateTimeOffset.TryParseExact(text, DateStep.Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return instant.ToUnixTimeMilliseconds();
        if (rule.Column is { } column)
            Unread?.Invoke(new(row.Line, externalId, column, "revision", text, "a whole number of 1 or more, or an instant such as 2026-11-25T08:00:00Z", false));
        return 0;
    }

    private void AddAttributes(MapField<string, string> attributes, in Row row)
    {
        for (var i = 0; i < _keep.Length; i++)
        {
            if (_keep[i] && row.Values[i].Length > 0)
                attributes[row.Columns.Names[i]] = row.Values[i];
        }
    }

    private static long? FromFileName(string? pattern, string fileName)
    {
        if (pattern is null)
            return null;
        var match = Regex.Match(Path.GetFileName(fileName), pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var digits = string.Concat(match.Groups.Values.Skip(1).Select(group => group.Value));
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw new InvalidDataException($"The file name '{Path.GetFileName(fileName)}' holds no revision as {pattern} wants it.");
    }
}
