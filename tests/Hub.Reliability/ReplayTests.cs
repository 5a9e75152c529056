using System.Net;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>O3: the same DPoP proof, and the same client assertion, sent at once to two hubs on one data directory. One of the two gives a token, every time.</summary>
public sealed class ReplayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_DPoP_proof_sent_to_two_hubs_at_once_is_taken_by_one()
    {
        var times = Rigs.Times(50, 1_000);
        using var folder = new TemporaryFolder();
        await using var first = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", TokenCalls.Issuer));
        await using var second = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", TokenCalls.Issuer));
        var partner = await first.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", Cancel);
        using var maker = ProofMaker.ES256();
        var (grants, refusals) = (0, 0);

        for (var i = 0; i < times; i++)
        {
            var proof = maker.Make(TimeProvider.System.GetUtcNow(), TokenCalls.Endpoint);
            foreach (var answer in await Task.WhenAll(TokenCalls.ByProofAsync(first, partner, proof, Cancel), TokenCalls.ByProofAsync(second, partner, proof, Cancel)))
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
        await using var first = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", TokenCalls.Issuer));
        await using var second = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", TokenCalls.Issuer));
        using var maker = ProofMaker.ES256();
        var partner = await first.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", Cancel);
        var client = await TokenCalls.AddKeyClientAsync(first, partner, maker, folder.Path, Cancel);
        var (grants, refusals) = (0, 0);

        for (var i = 0; i < times; i++)
        {
            var assertion = TokenCalls.Assertion(maker, client, TimeProvider.System.GetUtcNow());
            foreach (var answer in await Task.WhenAll(TokenCalls.ByAssertionAsync(first, assertion, Cancel), TokenCalls.ByAssertionAsync(second, assertion, Cancel)))
            {
                grants += answer.Status == HttpStatusCode.OK ? 1 : 0;
                refusals += answer.Body.Contains("was used before", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Rigs.Say($"{times} assertions sent to two hubs at once: {grants} tokens, {refusals} refusals");
        Assert.Equal((times, times), (grants, refusals));
    }
}
