using Hub.GraphQL.Language;

namespace Hub.GraphQL.Execution;

/// <summary>How far an operation came.</summary>
public enum Outcome
{
    /// <summary>It ran; single fields may have failed.</summary>
    Executed,

    /// <summary>The request was at fault: syntax, validation, variables, or a limit. There is no data.</summary>
    Refused,

    /// <summary>The operation is not a query where only queries are taken.</summary>
    NotAQuery,

    /// <summary>It took too long. There is no data.</summary>
    TimedOut,

    /// <summary>It costs more than the client may spend now. There is no data.</summary>
    TooCostly,
}

/// <summary>The response as JSON, in pooled memory: dispose of it once it is sent.</summary>
public sealed class GraphQLResponse : IDisposable
{
    private readonly JsonBuffer _json;

    private GraphQLResponse(Outcome outcome, JsonBuffer json, int errorCount)
    {
        Outcome = outcome;
        _json = json;
        ErrorCount = errorCount;
    }

    /// <summary>How far the operation came.</summary>
    public Outcome Outcome { get; }

    /// <summary>How many errors the response tells.</summary>
    public int ErrorCount { get; }

    /// <summary>Seconds after which to try again; null when the response does not say.</summary>
    public int? RetryAfter { get; private init; }

    /// <summary>True when the first part went to <see cref="GraphQLRequest.Sink"/>; <see cref="Body"/> is the rest then.</summary>
    public bool IsStreamed { get; private init; }

    /// <summary>The whole response, or what is left of it to send.</summary>
    public ReadOnlyMemory<byte> Body => _json.WrittenMemory;

    /// <summary>A response without data.</summary>
    public static GraphQLResponse Of(Outcome outcome, params IReadOnlyList<GraphQLError> errors)
    {
        var json = new JsonBuffer(1024);
        json.Raw("{"u8);
        ErrorWriter.Write(errors, json);
        json.Raw("}"u8);
        return new(outcome, json, errors.Count) { RetryAfter = errors.Count > 0 ? errors[0].RetryAfter : null };
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();

    /// <summary>The rest of a response of which the first part was sent: errors, if there are any, come behind the data.</summary>
    internal static GraphQLResponse Rest(JsonBuffer envelope, IReadOnlyList<GraphQLError> errors)
    {
        envelope.Truncate(envelope.Length - 1);
        if (errors.Count > 0)
        {
            envelope.Raw((byte)',');
            ErrorWriter.Write(errors, envelope);
        }

        envelope.Raw((byte)'}');
        return new(Outcome.Executed, envelope, errors.Count) { IsStreamed = true };
    }

    /// <summary>A response with data: the buffer holds <c>{"data":…}</c> already, errors are put before the data.</summary>
    internal static GraphQLResponse Of(JsonBuffer envelope, IReadOnlyList<GraphQLError> errors)
    {
        if (errors.Count == 0)
            return new(Outcome.Executed, envelope, 0);
        var json = new JsonBuffer(envelope.Length + 1024);
        json.Raw("{"u8);
        ErrorWriter.Write(errors, json);
        json.Raw(","u8);
        json.Raw(envelope.Written[1..]);
        envelope.Dispose();
        return new(Outcome.Executed, json, errors.Count);
    }
}

/// <summary>Writes <c>errors</c> as GraphQL 7.1.2 says.</summary>
internal static class ErrorWriter
{
    public static void Write(IReadOnlyList<GraphQLError> errors, JsonBuffer json)
    {
        json.Raw("\"errors\":["u8);
        for (var i = 0; i < errors.Count; i++)
        {
            if (i > 0)
                json.Raw((byte)',');
            Write(errors[i], json);
        }

        json.Raw((byte)']');
    }

    private static void Write(GraphQLError error, JsonBuffer json)
    {
        json.Raw("{\"message\":"u8);
        json.Text(ErrorText.Shorten(error.Message));
        if (error.Locations.Count > 0)
        {
            json.Raw(",\"locations\":["u8);
            for (var i = 0; i < error.Locations.Count; i++)
            {
                json.Raw(i > 0 ? ",{\"line\":"u8 : "{\"line\":"u8);
                json.Number(error.Locations[i].Line);
                json.Raw(",\"column\":"u8);
                json.Number(error.Locations[i].Column);
                json.Raw((byte)'}');
            }

            json.Raw((byte)']');
        }

        if (error.Path is { } path)
            WritePath(path, json);
        if (error.Code is { } code)
        {
            json.Raw(",\"extensions\":{\"code\":"u8);
            json.Text(code);
            if (error.Reason is { } reason)
            {
                json.Raw(",\"reason\":"u8);
                json.Text(reason);
            }

            if (error.Scopes is { } scopes)
                WriteNames(",\"scopes\":["u8, scopes, json);
            if (error.RetryAfter is { } seconds)
            {
                json.Raw(",\"retryAfter\":"u8);
                json.Number(seconds);
            }

            json.Raw((byte)'}');
        }

        json.Raw((byte)'}');
    }

    private static void WriteNames(ReadOnlySpan<byte> start, IReadOnlyList<string> names, JsonBuffer json)
    {
        json.Raw(start);
        for (var i = 0; i < names.Count; i++)
        {
            if (i > 0)
                json.Raw((byte)',');
            json.Text(names[i]);
        }

        json.Raw((byte)']');
    }

    private static void WritePath(IReadOnlyList<object> path, JsonBuffer json)
    {
        json.Raw(",\"path\":["u8);
        for (var i = 0; i < path.Count; i++)
        {
            if (i > 0)
                json.Raw((byte)',');
            if (path[i] is int index)
                json.Number(index);
            else
                json.Text((string)path[i]);
        }

        json.Raw((byte)']');
    }
}
