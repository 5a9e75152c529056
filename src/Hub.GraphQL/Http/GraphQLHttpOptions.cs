using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hub.GraphQL.Http;

/// <summary>What the host says about GraphQL over HTTP. Whether a caller may ask at all is the endpoint's authorization policy.</summary>
public sealed class GraphQLHttpOptions
{
    /// <summary>Bytes of a request body at most; also of the query string, which the server bounds anyway, and of a WebSocket message.</summary>
    public int MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>Responses of at least so many bytes are compressed for clients that take it.</summary>
    public int CompressFromBytes { get; set; } = 2_048;

    /// <summary>Who asks, handed to the plan's conditions; the claims principal unless told otherwise.</summary>
    public Func<HttpContext, object?> Caller { get; set; } = http => http.User;

    /// <summary>Whether a WebSocket without a caller may wait for <c>connection_init</c> to name one.</summary>
    public Func<HttpContext, bool> HasCaller { get; set; } = _ => true;

    /// <summary>
    /// Lets a WebSocket connection in by the payload of <c>connection_init</c>, which is undefined when there is none. Asked only where
    /// <see cref="HasCaller"/> is false.
    /// </summary>
    public Func<HttpContext, JsonElement, CancellationToken, ValueTask<ConnectionAccess>>? Connect { get; set; }

    /// <summary>What holds for a caller: budget, trusted documents, plans, and the end of its token.</summary>
    public Func<object?, CallerRules> Rules { get; set; } = _ => new();

    /// <summary>Follows a caller whose stream is open, where more than the end of its token may end it.</summary>
    public Func<object?, CallerLife?> Follow { get; set; } = _ => null;

    /// <summary>How long a WebSocket may wait with <c>connection_init</c>.</summary>
    public TimeSpan ConnectionInitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long without an event a stream says that it lives.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one message may take to be sent before the client counts as gone.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may leave a large response unread, whose rows are read meanwhile, before it counts as gone.</summary>
    public TimeSpan LongestStall { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Operations at once on one WebSocket.</summary>
    public int MaxOperationsPerConnection { get; set; } = 100;
}

/// <summary>What holds for one caller.</summary>
public sealed record CallerRules
{
    /// <summary>Whose budget is charged; null charges nobody.</summary>
    public string? Client { get; init; }

    /// <summary>True lets only trusted documents through.</summary>
    public bool OnlyTrusted { get; init; }

    /// <summary>True lets the caller see plans and SQL.</summary>
    public bool MaySeePlans { get; init; }

    /// <summary>When streams of the caller end; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Whether a WebSocket connection is let in.</summary>
/// <param name="Caller">Who it is; null when it is refused.</param>
/// <param name="CloseCode">4401 or 4403 when it is refused.</param>
/// <param name="Reason">Why; at most 120 bytes.</param>
public sealed record ConnectionAccess(object? Caller, int CloseCode = 0, string Reason = "");
