using Hub.Data.Clients;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Data.Tests.Clients;

public sealed class RevokedTokenStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private ServiceProvider _services = null!;
    private RevokedTokenStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddHubData(_folder.Path).BuildServiceProvider();
        await _services.GetRequiredService<HubDatabase>().MigrateAsync(Cancel);
        _store = new(_services.GetRequiredService<IDbContextFactory<HubDbContext>>());
    }

    [Fact]
    public async Task A_token_is_listed_once_however_often_it_is_revoked()
    {
        var added = new[] { await _store.AddAsync("a", Now.AddMinutes(1), Now, Cancel), await _store.AddAsync("a", Now.AddMinutes(1), Now, Cancel) };

        Assert.Equal([true, false], added);
        Assert.Single(await _store.ListAfterAsync(0, Cancel));
    }

    [Fact]
    public async Task A_reader_gets_what_is_behind_the_last_row_it_saw_though_all_before_it_expired()
    {
        await _store.AddAsync("a", Now.AddMinutes(1), Now, Cancel);
        var seen = (await _store.ListAfterAsync(0, Cancel))[^1].Id;

        await _store.AddAsync("b", Now.AddMinutes(9), Now.AddMinutes(5), Cancel);
        var after = await _store.ListAfterAsync(seen, Cancel);

        Assert.Equal(["b"], after.Select(t => t.TokenId));
        Assert.Equal(["b"], (await _store.ListAfterAsync(0, Cancel)).Select(t => t.TokenId));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
