namespace Hub.GraphQL.Validation;

/// <summary>Unwinds a validation that has spent its budget; never leaves <see cref="DocumentValidator"/>.</summary>
internal sealed class ValidationAbortedException(string message) : Exception(message);
