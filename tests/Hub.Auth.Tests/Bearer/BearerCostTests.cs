using Hub.Auth.Bearer;
using Hub.Auth.Clients;
using Hub.Auth.Issuers;
using Hub.Auth.Revocation;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Bearer;

/// <summary>What the check of a known token takes. Time is measured by the benchmarks; memory is exact, so it is tested.</summary>
public sealed class BearerCostTests(AuthHost hub) : IClassFixture<AuthHost>
{
    [Fact]
    public async Task A_known_token_costs_less_than_a_kilobyte()
    {
        var token = await hub.TokenAsync(await hub.AddClientAsync());
        await hub.CheckAsync(token);
        var header = "Bearer " + token;
        var cancel = TestContext.Current.CancellationToken;
        await hub.Bearer.AuthenticateAsync(header, Resources.Grpc, cancel);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            await hub.Bearer.AuthenticateAsync(header, Resources.Grpc, cancel);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        Assert.InRange(each, 0, 1_024);
    }

    [Fact]
    public async Task Many_tokens_take_no_more_room_than_the_cache_has()
    {
        var tokens = new BearerTokens(
            hub.Provider.GetRequiredService<TrustedIssuer>(),
            hub.Provider.GetRequiredService<AuthOptions>(),
            hub.Provider.GetRequiredService<ClientDirectory>(),
            hub.Provider.GetRequiredService<RevokedTokens>(),
            hub.Provider.GetRequiredService<SenderCheck>(),
            hub.Clock,
            cacheBytes: 20_000);
        var client = await hub.AddClientAsync();
        var cancel = TestContext.Current.CancellationToken;

        for (var i = 0; i < 200; i++)
        {
            var result = await tokens.AuthenticateAsync("Bearer " + await hub.TokenAsync(client), Resources.Grpc, cancel);
            Assert.Equal(BearerFailure.None, result.Failure);
        }

        Assert.InRange(tokens.CachedBytes, 1, 20_000);
    }
}
