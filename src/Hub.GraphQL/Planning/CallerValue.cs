namespace Hub.GraphQL.Planning;

/// <summary>
/// Something a condition of the schema asks of who calls, such as whose rows they may see. Its value stands in a parameter of every
/// plan, so callers share plans and texts of SQL and differ in values alone.
/// </summary>
/// <param name="slot">The number of the parameter.</param>
/// <param name="read">Reads it from what the host tells of the caller.</param>
public sealed class CallerValue(int slot, Func<object, Parameter> read)
{
    /// <summary>The number of the parameter.</summary>
    public int Slot => slot;

    /// <summary>The value; none when nobody is known to call, and then no condition that asks for it holds.</summary>
    public Parameter Read(object? caller) => caller is null ? default : read(caller);
}
