using System.Net;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>
/// R12: a partner's clock is ten minutes ahead, ten behind, and right. What it signs by a wrong clock gives no token, and the answer says to set
/// it; once it is set the partner is served at once.
/// </summary>
public sealed class PartnerClockTests
{
    private static readonly TimeSpan Wrong = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_wrong_clock_signs_gives_no_token_and_is_told_to_be_set()
    {
        var times = Rigs.Times(5, 100);
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel, ("Hub:Auth:Issuer", TokenCalls.Issuer));
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", Cancel);
        using var maker = ProofMaker.ES256();
        var client = await TokenCalls.AddKeyClientAsync(hub, partner, maker, folder.Path, Cancel);

        foreach (var skew in new[] { Wrong, -Wrong, TimeSpan.Zero })
        {
            var answers = new List<(HttpStatusCode Status, string Body)>();
            for (var i = 0; i < times; i++)
            {
                var now = TimeProvider.System.GetUtcNow() + skew;
                answers.Add(await TokenCalls.ByAssertionAsync(hub, TokenCalls.Assertion(maker, client, now), Cancel));
                answers.Add(await TokenCalls.ByProofAsync(hub, partner, maker.Make(now, TokenCalls.Endpoint), Cancel));
            }

            var tokens = answers.Count(answer => answer.Status == HttpStatusCode.OK);
            var told = answers.Count(answer => answer.Body.Contains("et the clock", StringComparison.Ordinal));
            Rigs.Say($"a partner's clock {skew.TotalMinutes:+0;-0;0} minutes off: {answers.Count} assertions and proofs, {tokens} tokens, {told} told to set it");
            Assert.Equal(skew == TimeSpan.Zero ? (answers.Count, 0) : (0, answers.Count), (tokens, told));
        }
    }
}
