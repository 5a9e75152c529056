using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>A file with the map that turns its rows into items.</summary>
internal sealed class MappedInput
{
    /// <summary>Values that could not be read that are told one by one.</summary>
    private const int MostUnread = 20;

    private readonly long? _revision;
    private readonly string[] _where;
    private readonly IReadOnlyList<RowFilter> _filters;
    private readonly Mapper _mapper;

    public MappedInput(string file, string map, long? revision, string[] where)
    {
        File = file;
        Map = map;
        _revision = revision;
        _where = where;
        _filters = [.. where.Select(RowFilter.Parse)];
        _mapper = new(MapReader.Read(map), file, revision);
    }

    /// <summary>Place of the file.</summary>
    public string File { get; }

    /// <summary>Place of the mapping file.</summary>
    public string Map { get; }

    /// <summary>The items, in the order of the file. May be read again, but not twice at a time.</summary>
    public IEnumerable<Item> Items()
    {
        foreach (var row in InputFile.Read(File, _filters))
            yield return _mapper.Map(row);
    }

    /// <summary>
    /// Reads and maps the whole file once, so that a file that breaks off and values that cannot be read are noticed before anything is
    /// sent, and counts its rows.
    /// </summary>
    /// <exception cref="InvalidDataException">There is nothing to send, or the map does not fit the file.</exception>
    public CheckedFile Check()
    {
        var (rows, unread) = (0L, 0L);
        List<UnreadValue> first = [];
        _mapper.Unread = value =>
        {
            if (unread++ < MostUnread)
                first.Add(value);
        };
        var isCsv = Path.GetFileName(File).Contains(".csv", StringComparison.OrdinalIgnoreCase);
        foreach (var row in InputFile.Read(File, _filters))
        {
            // Rows of JSON may leave a member out; rows of CSV share one header.
            if (rows++ == 0 && isCsv && _mapper.Missing(row.Columns) is [var missing, ..])
                throw new InvalidDataException($"The map names the column '{missing}', which '{Path.GetFileName(File)}' does not have.");
            _mapper.Map(row);
        }

        _mapper.Unread = null;
        return rows > 0 ? new(rows, unread, first) : throw new InvalidDataException($"'{Path.GetFileName(File)}' has no row to send.");
    }

    /// <summary>Tells one upload from another.</summary>
    public string Fingerprint(params string[] settings) => ResumeFile.FingerprintOf(File, Map, [.. settings, $"{_revision}", .. _where]);
}
