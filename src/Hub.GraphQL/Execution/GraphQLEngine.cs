using System.Diagnostics;
using Hub.GraphQL.Documents;
using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Subscriptions;
using Hub.GraphQL.Types;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Execution;

/// <summary>Runs requests against one schema: parse, validate, coerce, plan, execute, with everything kept that the next request can use.</summary>
public sealed class GraphQLEngine
{
    /// <summary>How much more than its estimate an operation may take, besides what all may.</summary>
    private const long StepsPerEstimate = 10;

    private const string ReadTooMuch =
        "The operation looked at far more rows than was estimated and was stopped. Narrow the filter, or order by what the filter asks for.";

    private readonly IPlanExecutor _executor;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly Admission _admission;
    private readonly CostBudgets _budgets;

    /// <summary>Starts an engine.</summary>
    /// <exception cref="TrustedDocumentException">A trusted document does not fit the schema.</exception>
    public GraphQLEngine(Schema schema, IPlanExecutor executor, EngineOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(executor);
        Schema = schema;
        _executor = executor;
        _options = options ?? new();
        _time = time ?? TimeProvider.System;
        var validation = new ValidationOptions { Suggestions = _options.Suggestions };
        Plans = new(_options.CachedPlanBytes, executor as IReadEstimator);
        _admission = new(schema, new DocumentStore(schema, _options, validation, Plans), validation);
        _budgets = new(_options.CostPerMinute, _time);
    }

    /// <summary>The schema.</summary>
    public Schema Schema { get; }

    /// <summary>What is kept of operations.</summary>
    internal PlanCache Plans { get; }

    /// <summary>The time by which limits and lives are measured.</summary>
    internal TimeProvider Time => _time;

    /// <summary>Runs one query or mutation. An exception other than a cancellation is a fault of the server.</summary>
    public async ValueTask<GraphQLResponse> ExecuteAsync(GraphQLRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = OperationActivity.Start();
        var (admitted, refusal) = _admission.Admit(request);
        if (admitted?.Operation.Operation.Operation == OperationKind.Subscription)
            refusal = NeedsStream();
        var response = refusal ?? await ExecuteAsync(admitted!, request, activity, cancel);
        activity?.Tell(response);
        return response;
    }

    /// <summary>Begins a subscription. What goes wrong before the first event is a refusal, as with any request.</summary>
    public async ValueTask<Subscription> SubscribeAsync(GraphQLRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = OperationActivity.Start();
        var (admitted, refusal) = _admission.Admit(request, isStreamed: true);
        var subscription = admitted is null ? Subscription.Refused(refusal!) : await SubscribeAsync(admitted, request, activity, cancel);
        if (subscription.Refusal is { } refused)
            activity?.Tell(refused);
        return subscription;
    }

    /// <summary>Runs an operation of any kind: the answer of a query, or the answers of a subscription.</summary>
    internal async ValueTask<(GraphQLResponse? Answer, Subscription? Subscription)> StartAsync(GraphQLRequest request, CancellationToken cancel)
    {
        using var activity = OperationActivity.Start();
        var (admitted, answer) = _admission.Admit(request, isStreamed: true);
        Subscription? subscription = null;
        if (admitted?.Operation.Operation.Operation == OperationKind.Subscription)
        {
            subscription = await SubscribeAsync(admitted, request, activity, cancel);
            answer = subscription.Refusal;
        }
        else if (admitted is not null)
        {
            answer = await ExecuteAsync(admitted, request, activity, cancel);
        }

        if (answer is not null)
            activity?.Tell(answer);
        return answer is null ? (null, subscription) : (answer, null);
    }

    /// <summary>Runs a plan within the time an operation may take, and puts what it writes into a response.</summary>
    internal async ValueTask<GraphQLResponse> RunAsync(
        OperationPlan plan, ExecutionScope scope, FieldSite? inside, Action<JsonBuffer>? extensions, IResponseSink? sink, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        var json = new JsonBuffer();
        var data = new ResponseWriter(json, sink);
        try
        {
            json.Raw("{\"data\":"u8);
            if (inside is null)
                await _executor.ExecuteAsync(plan, scope, data, either.Token);
            else
                await WriteInsideAsync(inside, plan, scope, data, either.Token);
            extensions?.Invoke(json);
            json.Raw("}"u8);
            var response = data.HasSent ? GraphQLResponse.Rest(json, data.Errors) : GraphQLResponse.Of(json, data.Errors);
            json = null;
            return response;
        }
        catch (ReadLimitException) when (!data.HasSent)
        {
            return GraphQLResponse.Of(Outcome.TimedOut, new GraphQLError(ReadTooMuch, []) { Code = "READ_TOO_MUCH" });
        }
        catch (Exception e) when (data.HasSent)
        {
            // Whatever it was, an error can no longer be told.
            throw new ResponseBrokenException(timeout.IsCancellationRequested ? new TimeoutException(TooLong(), e) : e);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return GraphQLResponse.Of(Outcome.TimedOut, new GraphQLError(TooLong(), []) { Code = "TIMEOUT" });
        }
        finally
        {
            json?.Dispose();
        }
    }

    /// <summary>How many steps of the database an operation of a price may take.</summary>
    internal long MostSteps(Price price) => _options.FreeSteps + (price.Total * PlanCost.StepsPerUnit * StepsPerEstimate);

    private string TooLong() =>
        $"The operation took longer than {_options.Timeout.TotalSeconds:0.###} seconds and was stopped. Ask for fewer nodes or narrow the filter.";

    private static GraphQLResponse NeedsStream() => GraphQLResponse.Of(Outcome.Refused, new GraphQLError(
        "A subscription is answered as a stream. Accept text/event-stream, or open a WebSocket with graphql-transport-ws.", [])
    {
        Code = "SUBSCRIPTION_NEEDS_STREAM",
    });

    private async ValueTask<GraphQLResponse> ExecuteAsync(AdmittedOperation admitted, GraphQLRequest request, Activity? activity, CancellationToken cancel)
    {
        activity?.Tell(admitted);
        var price = admitted.Cost.For(admitted.Parameters);
        var report = new CostReport(price, _budgets.Capacity);
        if (request.Cost == CostMode.Validate)
            return CostReport.Priced(report);
        if (!_budgets.TryTake(request.Client, price.Total, out var available, out var wait))
            return CostReport.Refused(admitted, available, _budgets.Capacity, wait);

        var scope = new ExecutionScope(Schema, admitted.Parameters, admitted.Variables, request.Caller)
        {
            Statistics = new() { IsDetailed = request.ReportPlan },
            MostSteps = MostSteps(price),
        };
        var settled = false;
        try
        {
            Action<JsonBuffer>? extensions = request is { Cost: CostMode.Silent, ReportPlan: false }
                ? null
                : json => ResponseExtensions.Write(json, request, admitted, scope.Statistics, report, Settle());
            return await RunAsync(admitted.Plan, scope, null, extensions, request.Sink, cancel);
        }
        catch (PlanRefusedException refused)
        {
            // What a database cannot do shows when the plan is compiled for it.
            return GraphQLResponse.Of(Outcome.Refused, Admission.ErrorOf(refused));
        }
        finally
        {
            Settle();
            activity?.Tell(scope.Statistics);
        }

        long Settle()
        {
            var real = PlanCost.Real(scope.Statistics.Rows, scope.Statistics.Statements, scope.Statistics.Steps);
            var left = _budgets.Settle(request.Client, settled ? 0 : price.Total, settled ? 0 : real);
            settled = true;
            return left;
        }
    }

    private async ValueTask<Subscription> SubscribeAsync(AdmittedOperation admitted, GraphQLRequest request, Activity? activity, CancellationToken cancel)
    {
        activity?.Tell(admitted);
        if (admitted.Plan.Root.Fields is not [EventOutput output])
            return Subscription.Refused(GraphQLResponse.Of(Outcome.Refused, new GraphQLError("The operation is no subscription.", []) { Code = "NOT_A_SUBSCRIPTION" }));
        try
        {
            var arguments = output.Arguments.Coerce(admitted.Variables);
            var events = await output.Binding.Source(new(arguments, request.Caller, request.ResumeAfter), cancel);
            return Subscription.Of(new EventPlanRunner(this, _budgets, admitted, output, request).RunAsync(events, cancel));
        }
        catch (SubscriptionRefusedException refused)
        {
            return Subscription.Refused(GraphQLResponse.Of(
                Outcome.Refused, new GraphQLError(refused.Message, output.Site.Locations) { Code = refused.Code }));
        }
        catch (BadArgumentException bad)
        {
            return Subscription.Refused(GraphQLResponse.Of(Outcome.Refused, Admission.ErrorOf(bad, admitted.Operation)));
        }
    }

    /// <summary>Writes the one field of a subscription around what is selected of its event.</summary>
    private async ValueTask WriteInsideAsync(
        FieldSite site, OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
    {
        var start = writer.Json.Length;
        writer.Json.Raw((byte)'{');
        writer.Json.Raw(site.Key.Span);
        var inner = writer.Json.Length;
        writer.Enter(site.ResponseName);
        await _executor.ExecuteAsync(plan, scope, writer, cancel);
        writer.Leave();
        writer.Json.Raw((byte)'}');
        if (site.IsNonNull && writer.Json.Written[inner..].SequenceEqual("null}"u8))
        {
            writer.Json.Truncate(start);
            writer.Json.Null();
        }
    }
}
