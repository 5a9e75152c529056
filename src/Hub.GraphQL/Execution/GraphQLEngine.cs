using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Execution;

/// <summary>Runs requests against one schema: parse, validate, coerce, plan, execute, with everything kept that the next request can use.</summary>
public sealed class GraphQLEngine
{
    private readonly IPlanExecutor _executor;
    private readonly EngineOptions _options;
    private readonly ValidationOptions _validation;
    private readonly TimeProvider _time;
    private readonly LruCache<byte[], PreparedDocument> _documents;
    private readonly PlanCache _plans;

    /// <summary>Starts an engine.</summary>
    public GraphQLEngine(Schema schema, IPlanExecutor executor, EngineOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(executor);
        Schema = schema;
        _executor = executor;
        _options = options ?? new();
        _validation = new() { Suggestions = _options.Suggestions };
        _time = time ?? TimeProvider.System;
        _documents = new(_options.CachedDocumentBytes, BytesComparer.Instance);
        _plans = new(_options.CachedPlanBytes);
    }

    /// <summary>The schema.</summary>
    public Schema Schema { get; }

    /// <summary>Runs one operation. An exception other than a cancellation is a fault of the server.</summary>
    public async ValueTask<GraphQLResponse> ExecuteAsync(GraphQLRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var document = Prepare(request.Query);
        if (document.Errors.Count > 0)
            return GraphQLResponse.Of(Outcome.Refused, document.Errors);
        var (operation, error) = document.Find(request.OperationName);
        if (operation is null)
            return GraphQLResponse.Of(Outcome.Refused, new GraphQLError(error!, []) { Code = "OPERATION_NOT_FOUND" });
        if (request.OnlyQueries && operation.Operation.Operation != OperationKind.Query)
            return GraphQLResponse.Of(Outcome.NotAQuery, new GraphQLError("Only a query may be sent with GET. Use POST.", []) { Code = "NOT_A_QUERY" });

        var suggestions = new Suggestions(_validation);
        var (variables, errors) = new VariableCoercer(Schema, suggestions.For).Coerce(operation.Operation, request.Variables);
        if (variables is null)
            return GraphQLResponse.Of(Outcome.Refused, [.. errors.Select(e => e with { Code = "BAD_USER_INPUT" })]);
        try
        {
            var (plan, parameters) = operation.Plan(variables, request.Caller);
            return await RunAsync(plan, new(Schema, parameters, variables, request.Caller), cancel);
        }
        catch (PlanRefusedException refused)
        {
            var locations = refused.Site?.Locations ?? [];
            return GraphQLResponse.Of(Outcome.Refused, new GraphQLError(refused.Message, locations) { Code = refused.Code });
        }
        catch (BadArgumentException bad)
        {
            var locations = operation.Operation.Document.LocationsAt(bad.Offset);
            return GraphQLResponse.Of(Outcome.Refused, new GraphQLError(bad.Message, locations) { Code = "BAD_USER_INPUT" });
        }
    }

    private async ValueTask<GraphQLResponse> RunAsync(OperationPlan plan, ExecutionScope scope, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        var json = new JsonBuffer();
        try
        {
            json.Raw("{\"data\":"u8);
            var data = new ResponseWriter(json);
            await _executor.ExecuteAsync(plan, scope, data, either.Token);
            json.Raw("}"u8);
            var response = GraphQLResponse.Of(json, data.Errors);
            json = null;
            return response;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return GraphQLResponse.Of(Outcome.TimedOut, new GraphQLError(
                $"The operation took longer than {_options.Timeout.TotalSeconds:0.###} seconds and was stopped. Ask for fewer nodes or narrow the filter.",
                []) { Code = "TIMEOUT" });
        }
        finally
        {
            json?.Dispose();
        }
    }

    private PreparedDocument Prepare(ReadOnlyMemory<byte> source)
    {
        if (_documents.TryGet(source.Span, out var known))
            return known;

        // The document keeps its source, so it must not share the request's buffer.
        var copy = source.ToArray();
        var prepared = PreparedDocument.Prepare(Schema, copy, _options, _validation, _plans);
        return _documents.Add(copy, prepared, prepared.Weight);
    }
}
