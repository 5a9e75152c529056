namespace Hub.GraphQL.Execution;

/// <summary>Writes <c>extensions</c> of a response behind its data.</summary>
internal static class ResponseExtensions
{
    public static void Write(
        JsonBuffer json, GraphQLRequest request, AdmittedOperation admitted, ExecutionStatistics read, CostReport cost, long left)
    {
        json.Raw(",\"extensions\":{"u8);
        if (request.Cost == CostMode.Report)
            cost.Write(json, read, left);
        if (request.ReportPlan)
        {
            if (request.Cost == CostMode.Report)
                json.Raw((byte)',');
            PlanReport.Write(json, admitted, read);
        }

        json.Raw((byte)'}');
    }
}
