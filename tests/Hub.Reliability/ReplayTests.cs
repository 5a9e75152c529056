using System.Net;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>O3: the same DPoP proof sent at once to two hubs on one data directory. One of the two gives a token, every time.</summary>
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
            foreach (var answer in await Task.WhenAll(AskAsync(first, partner, proof), AskAsync(second, partner, proof)))
            {
                grants += answer.Status == HttpStatusCode.OK ? 1 : 0;
                refusals += answer.Body.Contains("\"invalid_dpop_proof\"", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Rigs.Say($"{times} proofs sent to two hubs at once: {grants} tokens, {refusals} refusals");
        Assert.Equal((times, times), (grants, refusals));
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HubProcess hub, Partner partner, string proof)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(
                [new("grant_type", "client_credentials"), new("client_id", partner.ClientId), new("client_secret", partner.ClientSecret)]),
        };
        request.Headers.Add("DPoP", proof);
        using var response = await hub.Http.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }
}
