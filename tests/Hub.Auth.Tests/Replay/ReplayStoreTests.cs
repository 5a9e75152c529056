using System.Security.Cryptography;
using System.Text;
using Hub.Auth.Replay;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Replay;

public sealed class ReplayStoreTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ReplayStore Replays => hub.Provider.GetRequiredService<ReplayStore>();

    private DateTimeOffset Soon => hub.Clock.GetUtcNow().AddMinutes(1);

    [Fact]
    public async Task A_proof_is_used_once()
    {
        var first = await Replays.TryUseAsync(ProofKind.Dpop, "once", Soon, Cancel);
        var again = await Replays.TryUseAsync(ProofKind.Dpop, "once", Soon, Cancel);

        Assert.Equal((true, false), (first, again));
    }

    [Fact]
    public async Task Kinds_have_ids_of_their_own()
    {
        await Replays.TryUseAsync(ProofKind.Dpop, "alike", Soon, Cancel);

        Assert.True(await Replays.TryUseAsync(ProofKind.Assertion, "alike", Soon, Cancel));
    }

    [Fact]
    public async Task Sent_to_two_nodes_many_times_at_once_each_proof_is_used_once()
    {
        await using var other = new AuthHost(hub.Folder, hub.Clock);
        await other.InitializeAsync();
        ReplayStore[] nodes = [Replays, other.Provider.GetRequiredService<ReplayStore>()];

        var uses = await Task.WhenAll(Enumerable.Range(0, 400).Select(i =>
            Task.Run(() => nodes[i % 2].TryUseAsync(ProofKind.Dpop, $"many {i / 8}", Soon, Cancel).AsTask(), Cancel)));

        Assert.Equal(50, uses.Count(isFirst => isFirst));
    }

    [Fact]
    public async Task What_has_expired_is_forgotten_but_not_at_once()
    {
        await Replays.TryUseAsync(ProofKind.Dpop, "old", Soon, Cancel);

        hub.Clock.Advance(TimeSpan.FromHours(1));
        await Replays.TryUseAsync(ProofKind.Dpop, "newer", Soon, Cancel);
        var remembered = await CountAsync("old");
        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        await Replays.TryUseAsync(ProofKind.Dpop, "newest", Soon, Cancel);

        Assert.Equal((1, 0), (remembered, await CountAsync("old")));
    }

    private async Task<int> CountAsync(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        await using var db = hub.Database.Open();
        return await db.UsedProofs.CountAsync(p => p.Hash == hash, Cancel);
    }
}
