using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Dialects;
using Hub.GraphQL.Sql.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>About how many rows tables have, so that the cost of figures can be estimated before they are read.</summary>
public sealed class SqliteTableSizes(IModel model, SqliteReadPool pool)
{
    private readonly SqlModel _model = new(model);

    /// <summary>
    /// The greatest row number of the entity's table, which SQLite finds in one step: at least the number of rows where row numbers start
    /// at 1. A view has none, and counts as empty.
    /// </summary>
    public async ValueTask<long> RowsOf(Type entity, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var table = _model.Table(entity);
        if (table.Entity.GetViewName() is not null)
            return 0;
        var statement = new SqlStatement($"SELECT max(rowid) FROM {SqlDialect.Name(table.Name)}", []);
        var connection = await pool.RentAsync(cancel);
        var isSound = false;
        try
        {
            connection.Start(false, cancel);
            var handle = connection.Take(statement);
            try
            {
                return connection.Step(handle) ? Columns.Int64(handle, 0) : 0;
            }
            finally
            {
                connection.Return(statement, handle);
                connection.End();
                isSound = true;
            }
        }
        finally
        {
            pool.Return(connection, isSound);
        }
    }
}
