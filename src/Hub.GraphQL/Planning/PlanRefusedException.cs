namespace Hub.GraphQL.Planning;

/// <summary>An operation that is valid but will not be run as it stands. The message says what would be.</summary>
public sealed class PlanRefusedException(string code, string message, FieldSite? site = null) : Exception(message)
{
    /// <summary>Stable UPPER_SNAKE reason.</summary>
    public string Code => code;

    /// <summary>The field at fault; null when it is the whole operation.</summary>
    public FieldSite? Site => site;
}
