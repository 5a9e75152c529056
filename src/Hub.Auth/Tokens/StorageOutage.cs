using Hub.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Tokens;

/// <summary>
/// Answers for the endpoints of clients while the database fails them: what may be used once and cannot be noted is not let in, and the client
/// learns that it should come again, not that it did wrong.
/// </summary>
internal sealed class StorageOutage(ILogger<StorageOutage> log)
{
    /// <summary>An endpoint that is answered for.</summary>
    public RequestDelegate Around(RequestDelegate endpoint) => async http =>
    {
        try
        {
            await endpoint(http);
        }
        catch (Exception failure) when (StorageFaults.IsOutage(failure) && !http.Response.HasStarted)
        {
            log.StorageFailed(http.Request.Path, failure);
            await TokenError.Unavailable.WriteAsync(http);
        }
    };
}
