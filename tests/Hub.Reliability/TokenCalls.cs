using System.Net;
using System.Text.Json;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>What rigs ask of the token endpoint, status and body as they come.</summary>
internal static class TokenCalls
{
    /// <summary>The issuer of the hubs that are asked: what is signed names it, wherever the hub listens.</summary>
    public const string Issuer = "https://hub.test";

    public static string Endpoint => Issuer + "/connect/token";

    /// <summary>A client of a partner that signs assertions with a key.</summary>
    /// <returns>Its client_id.</returns>
    public static async Task<string> AddKeyClientAsync(HubProcess hub, Partner partner, ProofMaker maker, string folder, CancellationToken cancel)
    {
        var keys = Path.Combine(folder, "keys.json");
        await File.WriteAllTextAsync(keys, JsonSerializer.Serialize(new { keys = new[] { maker.Jwk() } }), cancel);
        var added = await hub.RunAsync(
            cancel, "clients", "add", "--participant", partner.ParticipantId, "--scopes", "catalogue.write", "--method", "private_key_jwt", "--jwks", keys);
        return added.GetProperty("client_id").GetString()!;
    }

    /// <summary>An assertion made at a time, good for a minute.</summary>
    public static string Assertion(ProofMaker maker, string client, DateTimeOffset now) => maker.Sign(
        """{"alg":"ES256"}""",
        JsonSerializer.Serialize(new
        {
            iss = client, sub = client, aud = Issuer, jti = Guid.CreateVersion7(), iat = now.ToUnixTimeSeconds(), exp = now.AddMinutes(1).ToUnixTimeSeconds(),
        }));

    public static Task<(HttpStatusCode Status, string Body)> ByAssertionAsync(HubProcess hub, string assertion, CancellationToken cancel) => AskAsync(
        hub, null, [new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", assertion)], cancel);

    public static Task<(HttpStatusCode Status, string Body)> ByProofAsync(HubProcess hub, Partner partner, string proof, CancellationToken cancel) =>
        AskAsync(hub, proof, [new("client_id", partner.ClientId), new("client_secret", partner.ClientSecret)], cancel);

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(
        HubProcess hub, string? proof, KeyValuePair<string?, string?>[] who, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), .. who]),
        };
        if (proof is not null)
            request.Headers.Add("DPoP", proof);
        using var response = await hub.Http.SendAsync(request, cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
    }
}
