using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Counts the keys of all rows of one connection in one pass, when a facet or the total first needs it.</summary>
internal sealed class TallyRun(SqliteRun run, CompiledAggregate tally) : IDisposable
{
    private readonly CompiledAggregate _source = tally.For(run.Scope.Parameters, run.UsesRollups);
    private Counter[]? _counters;
    private JsonBuffer?[] _cells = [];
    private long _total;

    /// <summary>How many rows there are.</summary>
    public long Total
    {
        get
        {
            Count();
            return _total;
        }
    }

    /// <summary>The counts of one key, as a JSON list of pairs.</summary>
    public ReadOnlySpan<byte> Cells(int key)
    {
        Count();
        var cells = _cells[key];
        if (cells is null)
        {
            _cells[key] = cells = new();
            _counters![key].WriteTo(cells);
        }

        return cells.Written;
    }

    public void Dispose()
    {
        foreach (var cells in _cells)
            cells?.Dispose();
    }

    private void Count()
    {
        if (_counters is not null)
            return;
        var counters = _source.Missing.Select(missing => new Counter(missing)).ToArray();
        var row = run.Open(_source.Statement, null);
        try
        {
            for (; run.StepUncounted(row); _total++)
            {
                for (var i = 0; i < counters.Length; i++)
                    counters[i].Add(row, i);
            }
        }
        finally
        {
            run.Close(_source.Statement, row);
        }

        (_counters, _cells) = (counters, new JsonBuffer?[counters.Length]);
    }

    /// <summary>How often each value of one column was met.</summary>
    private sealed class Counter(Parameter? missing)
    {
        private readonly Dictionary<long, long> _numbers = [];
        private readonly Dictionary<byte[], long> _texts = new(BytesComparer.Instance);
        private readonly byte[]? _missingText = missing is { Kind: ParameterKind.Text, Text: var text } ? System.Text.Encoding.UTF8.GetBytes(text) : null;
        private long _missing;

        public void Add(sqlite3_stmt row, int ordinal)
        {
            switch (Columns.Type(row, ordinal))
            {
                case raw.SQLITE_INTEGER:
                    Add(Columns.Int64(row, ordinal));
                    break;
                case raw.SQLITE_TEXT:
                    Add(Columns.Bytes(row, ordinal));
                    break;
                default:
                    _missing++;
                    break;
            }
        }

        public void WriteTo(JsonBuffer json)
        {
            json.Raw((byte)'[');
            foreach (var (number, count) in _numbers)
                Write(json, count, number, static (json, number) => json.Number(number));
            foreach (var (text, count) in _texts)
                Write(json, count, text, static (json, text) => json.Text(text.AsSpan()));
            if (_missing > 0)
                Write(json, _missing, 0, static (json, _) => json.Null());
            json.Raw((byte)']');
        }

        private void Add(long number)
        {
            if (missing is { Kind: ParameterKind.Integer, Integer: var none } && none == number)
                _missing++;
            else
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_numbers, number, out _)++;
        }

        private void Add(ReadOnlySpan<byte> text)
        {
            if (_missingText is not null && text.SequenceEqual(_missingText))
                _missing++;
            else
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_texts.GetAlternateLookup<ReadOnlySpan<byte>>(), text, out _)++;
        }

        private static void Write<T>(JsonBuffer json, long count, T value, Action<JsonBuffer, T> write)
        {
            json.Raw(json.Length == 1 ? "["u8 : ",["u8);
            write(json, value);
            json.Raw((byte)',');
            json.Number(count);
            json.Raw((byte)']');
        }
    }
}
