using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>The figures of one connection of one parent: one row, read when first needed and kept until the connection is written.</summary>
internal sealed class FiguresRun(SqliteRun run, CompiledAggregate figures) : IDisposable
{
    private readonly CompiledAggregate _source = figures.For(run.Scope.Parameters, run.UsesRollups);
    private sqlite3_stmt? _row;

    public bool Write(CompiledFigures part, sqlite3_stmt? parent)
    {
        var row = Row(parent);
        if (_source.Plan.SuppressBelow > 0 && Columns.Int64(row, _source.CountOrdinal) < _source.Plan.SuppressBelow)
        {
            run.Writer.Json.Null();
            return true;
        }

        return run.WriteNested(part.Site, _source.Objects[part.Index], row);
    }

    public long Count(sqlite3_stmt? parent) => Columns.Int64(Row(parent), _source.CountOrdinal);

    public void Dispose()
    {
        if (_row is not null)
            run.Close(_source.Statement, _row);
    }

    private sqlite3_stmt Row(sqlite3_stmt? parent)
    {
        if (_row is not null)
            return _row;
        _row = run.Open(_source.Statement, parent);
        if (!run.Step(_row))
            throw new InvalidOperationException("Figures over all rows are always one row.");
        return _row;
    }
}
