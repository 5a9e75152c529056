namespace Hub.GraphQL.Execution;

/// <summary>An operation was stopped because it took more steps of the database than its estimate allows.</summary>
public sealed class ReadLimitException() : OperationCanceledException("The operation took more steps of the database than its estimate allows.");
