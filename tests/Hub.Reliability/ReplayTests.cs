using System.Net;
using System.Text.Json;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>O3: the same DPoP proof, and the same client assertion, sent at once to two hubs on one data directory. One of the two gives a token, every time.</summary>
public sealed class ReplayTests
{
    private const string Issuer = "https://hub.test";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_DPoP_proof_sent_to_two_hubs_at_once_is_taken_by_one()
    {
        var times = Rigs.Times(50, 1_000);
        using var folder = new TemporaryFolder();
        await using var first = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", Issuer));
        await using var second = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", Issuer));
        var partner = await first.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", Cancel);
        using var maker = ProofMaker.ES256();
        var (grants, refusals) = (0, 0);

        for (var i = 0; i < times; i++)
        {
            var proof = maker.Make(TimeProvider.System.GetUtcNow(), Issuer + "/connect/token");
            foreach (var answer in await Task.WhenAll(ByProofAsync(first, partner, proof), ByProofAsync(second, partner, proof)))
            {
                grants += answer.Status == HttpStatusCode.OK ? 1 : 0;
                refusals += answer.Body.Contains("\"invalid_dpop_proof\"", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Rigs.Say($"{times} proofs sent to two hubs at once: {grants} tokens, {refusals} refusals");
        Assert.Equal((times, times), (grants, refusals));
    }

    [Fact]
    public async Task An_assertion_sent_to_two_hubs_at_once_is_taken_by_one()
    {
        var times = Rigs.Times(50, 1_000);
        using var folder = new TemporaryFolder();
        await using var first = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", Issuer));
        await using var second = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", Issuer));
        using var maker = ProofMaker.ES256();
        var keys = Path.Combine(folder.Path, "keys.json");
        await File.WriteAllTextAsync(keys, JsonSerializer.Serialize(new { keys = new[] { maker.Jwk() } }), Cancel);
        var partner = await first.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", Cancel);
        var client = (await first.RunAsync(
            Cancel, "clients", "add", "--participant", partner.ParticipantId, "--scopes", "catalogue.write", "--method", "private_key_jwt", "--jwks", keys))
            .GetProperty("client_id").GetString()!;
        var (grants, refusals) = (0, 0);

        for (var i = 0; i < times; i++)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var assertion = maker.Sign(
                """{"alg":"ES256"}""",
                JsonSerializer.Serialize(new { iss = client, sub = client, aud = Issuer, jti = Guid.CreateVersion7(), iat = now, exp = now + 60 }));
            foreach (var answer in await Task.WhenAll(ByAssertionAsync(first, assertion), ByAssertionAsync(second, assertion)))
            {
                grants += answer.Status == HttpStatusCode.OK ? 1 : 0;
                refusals += answer.Body.Contains("was used before", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Rigs.Say($"{times} assertions sent to two hubs at once: {grants} tokens, {refusals} refusals");
        Assert.Equal((times, times), (grants, refusals));
    }

    private static Task<(HttpStatusCode Status, string Body)> ByAssertionAsync(HubProcess hub, string assertion) => AskAsync(hub, null,
        new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", assertion));

    private static Task<(HttpStatusCode Status, string Body)> ByProofAsync(HubProcess hub, Partner partner, string proof) =>
        AskAsync(hub, proof, new("client_id", partner.ClientId), new("client_secret", partner.ClientSecret));

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HubProcess hub, string? proof, params KeyValuePair<string?, string?>[] who)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), .. who]),
        };
        if (proof is not null)
            request.Headers.Add("DPoP", proof);
        using var response = await hub.Http.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }
}
