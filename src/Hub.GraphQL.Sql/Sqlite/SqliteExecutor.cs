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
    IModel model, SqliteReadPool pool, Action<SqlStatement>? onStatement = null, RollupCatalogue? rollups = null, TimeProvider? time = null)
    : IPlanExecutor, IReadEstimator
{
    private readonly SqlModel _model = new(model);
    private readonly SqliteTableSizes _sizes = new(model, pool, time);

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
            connection.Start(operation.Statements > 1, cancel, scope.MostSteps);
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

    /// <inheritdoc />
    public IReadOnlyDictionary<RelationPlan, IReadOnlyList<ReadEstimate>> Estimate(OperationPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var estimates = new Dictionary<RelationPlan, IReadOnlyList<ReadEstimate>>(ReferenceEqualityComparer.Instance);
        foreach (var (relation, reads) in plan.Compiled(Compile).Reads)
            estimates.Add(relation, [.. reads.Select(EstimateOf)]);
        return estimates;
    }

    /// <summary>The statements of a plan, for tests and for people who ask what runs.</summary>
    public IReadOnlyCollection<SqlStatement> Explain(OperationPlan plan)
    {
        var compiler = new PlanCompiler(_model, SqliteDialect.Instance, rollups);
        compiler.Compile(plan);
        return compiler.Statements;
    }

    private ReadEstimate EstimateOf(CompiledRead read)
    {
        var rows = _sizes.Of(read.Table);
        var parent = read.Parent is { } entity ? _sizes.Of(entity) : null;
        var estimate = new TableEstimate(rows, null, parent, read, rows.Share(read.Fixed));
        return read.Aggregate is not { Rollups: { Count: > 0 } from } aggregate || rollups is null
            ? estimate
            : new FigureEstimate(aggregate, estimate, [.. from.Select(rollup => new TableEstimate(_sizes.Of(rollup.Table!), rows, parent, read))], rollups);
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
        return new(root, compiler.Statements.Count, Totality.IsTotal(root), compiler.Reads);
    }

    private sealed record CompiledOperation(CompiledObject Root, int Statements, bool IsTotal, IReadOnlyDictionary<RelationPlan, IReadOnlyList<CompiledRead>> Reads);
}
