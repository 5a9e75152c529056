namespace PartnerSync;

/// <summary>How a client proves itself to the token endpoint.</summary>
/// <param name="TokenUrl">Token endpoint, by default <c>/connect/token</c> of the hub.</param>
/// <param name="ClientId">Id of the client.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="Scope">Scopes to ask for, parted by blanks; null asks for all the client may have.</param>
internal sealed record HubCredentials(Uri TokenUrl, string ClientId, string ClientSecret, string? Scope = null)
{
    /// <summary>Credentials for a hub at its usual address.</summary>
    public static HubCredentials ForHub(Uri hubHttp, string clientId, string clientSecret, string? scope = null) =>
        new(new(hubHttp, "/connect/token"), clientId, clientSecret, scope);
}
