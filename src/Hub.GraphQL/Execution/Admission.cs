using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.GraphQL.Documents;
using Hub.GraphQL.Http;
using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Execution;

/// <summary>An operation that may run: planned, priced, with this request's values.</summary>
internal sealed record AdmittedOperation(
    PreparedOperation Operation, VariableValues Variables, OperationPlan Plan, IReadOnlyList<Parameter> Parameters, PlanCost Cost)
{
    /// <summary>True when the plan was kept of an earlier request of the same form.</summary>
    public bool IsPlanKept { get; init; }
}

/// <summary>The way of a request up to its plan: find the document and the operation, coerce the variables, plan, price.</summary>
internal sealed class Admission(Schema schema, DocumentStore documents, ValidationOptions validation)
{
    /// <summary>Far more than filters and ids may list.</summary>
    private const int MostVariableValues = 20_000;

    /// <summary>As many errors as validation tells.</summary>
    private const int MostForbidden = 100;

    /// <summary>The operation, or the answer that says why it is none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isStreamed">True where the answer may be a stream, so that a subscription may be asked for by GET.</param>
    public (AdmittedOperation? Operation, GraphQLResponse? Refusal) Admit(GraphQLRequest request, bool isStreamed = false)
    {
        var (document, missing) = documents.Find(request);
        if (document is null)
            return Refused(missing!);
        if (document.Errors.Count > 0)
            return Refused(document.Errors);
        var (operation, error) = document.Find(request.OperationName);
        if (operation is null)
            return Refused(new GraphQLError(error!, []) { Code = "OPERATION_NOT_FOUND" });
        if (request.OnlyQueries && operation.Operation.Operation is var kind && kind != OperationKind.Query && !(isStreamed && kind == OperationKind.Subscription))
        {
            var message = isStreamed ? "Only a query or a subscription may be sent with GET. Use POST." : "Only a query may be sent with GET. Use POST.";
            return (null, GraphQLResponse.Of(Outcome.NotAQuery, new GraphQLError(message, []) { Code = "NOT_A_QUERY" }));
        }

        var json = request.VariablesJson.IsEmpty ? Raw(request.Variables) : request.VariablesJson.Span;
        var form = new VariableSkeleton(json, stackalloc byte[VariableSkeleton.MostBytes], stackalloc JsonLeaf[VariableSkeleton.MostLeaves]);
        if (operation.Bind(form, request.Caller) is { } known)
            return Allow(new(operation, VariableValues.None, known.Plan, known.Parameters, known.Cost) { IsPlanKept = true }, request.Caller);

        if (VariableSize.IsMoreThan(json, MostVariableValues))
        {
            return Refused(new GraphQLError(
                $"The variables hold more than {MostVariableValues} values. Send fewer, or several requests.", []) { Code = "VARIABLES_TOO_LARGE" });
        }

        var suggestions = new Suggestions(validation);
        var given = request.VariablesJson.IsEmpty ? request.Variables : RequestJson.Element(request.VariablesJson);
        var (variables, errors) = new VariableCoercer(schema, suggestions.For).Coerce(operation.Operation, given, form);
        if (variables is null)
            return Refused([.. errors.Select(e => e with { Code = "BAD_USER_INPUT" })]);
        try
        {
            var (plan, parameters, cost) = operation.Plan(variables, request.Caller, form);
            return Allow(new(operation, variables, plan, parameters, cost), request.Caller);
        }
        catch (PlanRefusedException refused)
        {
            return Refused(ErrorOf(refused));
        }
        catch (BadArgumentException bad)
        {
            return Refused(ErrorOf(bad, operation));
        }
    }

    /// <summary>
    /// Refuses an operation that selects what its caller may not see. Plans are shared by callers and hold what they need, so this is
    /// the one place where rules are asked.
    /// </summary>
    private (AdmittedOperation? Operation, GraphQLResponse? Refusal) Allow(AdmittedOperation admitted, object? caller)
    {
        if (schema.Rules is not { } rules)
            return (admitted, null);

        List<GraphQLError>? errors = null;
        foreach (var need in admitted.Plan.Needs)
        {
            if (!rules.Allow(caller, need.Rule))
                (errors ??= []).AddRange(need.Fields.Select(field => ErrorOf(need.Rule, field, admitted.Operation)));
        }

        return errors is null ? (admitted, null) : Refused([.. errors.Take(MostForbidden)]);
    }

    private static GraphQLError ErrorOf(FieldRule? rule, NeededField field, PreparedOperation operation) => new(
        rule is null ? $"Nobody may select \"{field.Coordinate}\"." : $"To select \"{field.Coordinate}\" takes the scope {rule}.",
        operation.Operation.Document.LocationsAt(field.Offset))
    {
        Path = field.Path,
        Code = "FORBIDDEN",
        Reason = rule is null ? "RULE_MISSING" : "SCOPE_MISSING",
        Scopes = rule?.Scopes,
    };

    /// <summary>How a refused plan is told.</summary>
    public static GraphQLError ErrorOf(PlanRefusedException refused) => new(refused.Message, refused.Site?.Locations ?? []) { Code = refused.Code };

    /// <summary>How an argument outside of a field is told.</summary>
    public static GraphQLError ErrorOf(BadArgumentException bad, PreparedOperation operation) =>
        new(bad.Message, operation.Operation.Document.LocationsAt(bad.Offset)) { Code = "BAD_USER_INPUT" };

    private static ReadOnlySpan<byte> Raw(JsonElement variables) =>
        variables.ValueKind == JsonValueKind.Object ? JsonMarshal.GetRawUtf8Value(variables) : [];

    private static (AdmittedOperation?, GraphQLResponse?) Refused(params IReadOnlyList<GraphQLError> errors) =>
        (null, GraphQLResponse.Of(Outcome.Refused, errors));
}
