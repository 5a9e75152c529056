using System.Globalization;
using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>How the price of an operation is told.</summary>
internal sealed class CostReport(Price price, long capacity)
{
    /// <summary>The answer of an operation that is priced and not run.</summary>
    public static GraphQLResponse Priced(CostReport report)
    {
        var json = new JsonBuffer(1024);
        json.Raw("{\"data\":null,\"extensions\":{"u8);
        report.Write(json, null, null);
        json.Raw("}}"u8);
        return GraphQLResponse.Of(json, []);
    }

    /// <summary>The answer of an operation the client's budget does not allow now.</summary>
    public static GraphQLResponse Refused(AdmittedOperation admitted, long available, long capacity, TimeSpan wait)
    {
        // Made anew: what would fit depends on the values and on the rows that are there now.
        var estimate = PlanCost.Of(admitted.Plan, admitted.Parameters);
        var total = estimate.For(admitted.Parameters).Total;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        var isEver = total <= capacity;
        var message = isEver
            ? $"The operation costs {Text(total)}, and {Text(available)} of {Text(capacity)} per minute are left. Wait {seconds} s"
            : $"The operation costs {Text(total)}, more than the {Text(capacity)} that are given per minute. It has to become smaller";
        var fit = estimate.Fit(isEver ? available : capacity);
        message += fit is null ? "." : isEver ? $", or make it smaller: {Lower(fit)}" : $": {Lower(fit)}";
        var error = new GraphQLError(message, []) { Code = "COST_EXCEEDED", RetryAfter = isEver ? seconds : null };
        return GraphQLResponse.Of(Outcome.TooCostly, error);
    }

    /// <summary>Writes <c>cost</c> into the extensions.</summary>
    public void Write(JsonBuffer json, ExecutionStatistics? read, long? left)
    {
        json.Raw("\"cost\":{\"estimated\":{\"cost\":"u8);
        json.Number(price.Total);
        json.Raw(",\"rows\":"u8);
        json.Number(price.Cost.Rows);
        json.Raw(",\"statements\":"u8);
        json.Number(price.Cost.Statements);
        json.Raw(",\"counts\":"u8);
        json.Number(price.Cost.Counts);
        json.Raw(",\"aggregates\":"u8);
        json.Number(price.Cost.Aggregates);
        json.Raw(",\"looked\":"u8);
        json.Number(price.Looked);
        json.Raw((byte)'}');
        if (read is not null)
        {
            json.Raw(",\"real\":{\"cost\":"u8);
            json.Number(PlanCost.Real(read.Rows, read.Statements, read.Steps));
            json.Raw(",\"rows\":"u8);
            json.Number(read.Rows);
            json.Raw(",\"statements\":"u8);
            json.Number(read.Statements);
            json.Raw(",\"steps\":"u8);
            json.Number(read.Steps);
            json.Raw((byte)'}');
        }

        if (capacity > 0)
        {
            json.Raw(",\"perMinute\":"u8);
            json.Number(capacity);
            if (left is { } known and not long.MaxValue)
            {
                json.Raw(",\"left\":"u8);
                json.Number(known);
            }
        }

        json.Raw((byte)'}');
    }

    private static string Lower(string sentence) => $"{char.ToLowerInvariant(sentence[0])}{sentence[1..]}";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
