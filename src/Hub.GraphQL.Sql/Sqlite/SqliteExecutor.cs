using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Dialects;
using Hub.GraphQL.Sql.Mapping;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>
/// Runs plans on SQLite. One request has one connection and sees one state of the database; nested lists are a prepared
/// statement run once per parent under the parent's open cursor.
/// </summary>
public sealed class SqliteExecutor(
    IModel model, SqliteReadPool pool, Action<SqlStatement>? onStatement = null, RollupCatalogue? rollups = null) : IPlanExecutor
{
    private readonly SqlModel _model = new(model);

    /// <inheritdoc />
    public async ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(writer);
        var operation = plan.Compiled(Compile);
        writer.IsTotal = scope.Statistics.IsTotal = operation.IsTotal;
        if (operation.Statements == 0)
        {
            WriteRoot(new(null, scope, writer, onStatement, cancel), operation, writer);
            return;
        }

        // Asked before the request's view of the database is taken: what was whole then is whole in it.
        var usesRollups = rollups?.IsUsable() == true;
        var connection = await pool.RentAsync(cancel);
        var isSound = false;
        try
        {
            connection.Start(operation.Statements > 1, cancel);
            WriteRoot(new(connection, scope, writer, onStatement, cancel) { UsesRollups = usesRollups }, operation, writer);
            foreach (var report in scope.Statistics.Reports)
                QueryPlanReader.Read(connection, report);
            connection.End();
            isSound = true;
        }
        catch (OperationCanceledException)
        {
            connection.End();
            isSound = true;
            throw;
        }
        finally
        {
            pool.Return(connection, isSound);
        }
    }

    /// <summary>The statements of a plan, for tests and for people who ask what runs.</summary>
    public IReadOnlyCollection<SqlStatement> Explain(OperationPlan plan)
    {
        var compiler = new PlanCompiler(_model, SqliteDialect.Instance, rollups);
        compiler.Compile(plan);
        return compiler.Statements;
    }

    private static void WriteRoot(SqliteRun run, CompiledOperation operation, ResponseWriter writer)
    {
        var start = writer.Json.Length;
        if (run.WriteRoot(operation.Root))
            return;
        writer.Json.Truncate(start);
        writer.Json.Null();
    }

    private CompiledOperation Compile(OperationPlan plan)
    {
        var compiler = new PlanCompiler(_model, SqliteDialect.Instance, rollups);
        var root = compiler.Compile(plan);
        return new(root, compiler.Statements.Count, Totality.IsTotal(root));
    }

    private sealed record CompiledOperation(CompiledObject Root, int Statements, bool IsTotal);
}
