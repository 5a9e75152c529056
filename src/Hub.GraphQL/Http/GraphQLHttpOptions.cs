using Microsoft.AspNetCore.Http;

namespace Hub.GraphQL.Http;

/// <summary>What the host says about GraphQL over HTTP. Whether a caller may ask at all is the endpoint's authorization policy.</summary>
public sealed class GraphQLHttpOptions
{
    /// <summary>Bytes of a request body at most; also of the query string, which the server bounds anyway.</summary>
    public int MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>Who asks, handed to the plan's conditions; the claims principal unless told otherwise.</summary>
    public Func<HttpContext, object?> Caller { get; set; } = http => http.User;
}
