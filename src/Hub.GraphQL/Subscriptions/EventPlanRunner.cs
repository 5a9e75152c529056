using System.Runtime.CompilerServices;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Subscriptions;

/// <summary>Runs the plan of a subscription once for each event, and tells why the events ended when that was no ordinary end.</summary>
internal sealed class EventPlanRunner(
    GraphQLEngine engine, CostBudgets budgets, AdmittedOperation admitted, EventOutput output, GraphQLRequest request)
{
    public async IAsyncEnumerable<SubscriptionAnswer> RunAsync(
        IAsyncEnumerable<SubscriptionEvent> events, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var source = events.GetAsyncEnumerator(cancel);
        while (true)
        {
            SubscriptionRefusedException? end = null;
            try
            {
                if (!await source.MoveNextAsync())
                    yield break;
            }
            catch (SubscriptionRefusedException refused)
            {
                end = refused;
            }

            if (end is not null)
            {
                yield return Last(end.Code, end.Message);
                yield break;
            }

            var (value, id) = (source.Current.Value, source.Current.Id);
            var price = admitted.Cost.For(admitted.Parameters);
            if (!budgets.TryTake(request.Client, price.Total, out _, out var wait))
            {
                yield return Last(
                    "COST_EXCEEDED",
                    $"The client's budget of {budgets.Capacity} per minute is used up. Subscribe again in {Math.Ceiling(wait.TotalSeconds)} s, behind the last event.");
                yield break;
            }

            yield return new(await RunAsync(value, price, cancel), id, false);
        }
    }

    private static SubscriptionAnswer Last(string code, string message) =>
        new(GraphQLResponse.Of(Outcome.Refused, new GraphQLError(message, []) { Code = code }), null, true);

    private async ValueTask<GraphQLResponse> RunAsync(object value, Price price, CancellationToken cancel)
    {
        var scope = new ExecutionScope(engine.Schema, output.Parameters(admitted.Parameters, value), admitted.Variables, request.Caller)
        {
            Event = value,
            MostSteps = engine.MostSteps(price),
        };
        using var activity = OperationActivity.Start();
        activity?.Tell(admitted);
        try
        {
            var response = await engine.RunAsync(output.Plan, scope, output.Site, null, null, cancel);
            activity?.Tell(response);
            return response;
        }
        catch (PlanRefusedException refused)
        {
            return GraphQLResponse.Of(Outcome.Refused, Admission.ErrorOf(refused));
        }
        finally
        {
            var read = scope.Statistics;
            activity?.Tell(read);
            budgets.Settle(request.Client, price.Total, PlanCost.Real(read.Rows, read.Statements, read.Steps));
        }
    }
}
