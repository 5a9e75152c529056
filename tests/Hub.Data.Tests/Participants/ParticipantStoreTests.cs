using Hub.Data.Participants;
using Hub.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Data.Tests.Participants;

public sealed class ParticipantStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private ServiceProvider _services = null!;
    private ParticipantStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddHubData(_folder.Path).BuildServiceProvider();
        await _services.GetRequiredService<HubDatabase>().MigrateAsync(Cancel);
        _store = new(_services.GetRequiredService<IDbContextFactory<HubDbContext>>(), _clock);
    }

    [Fact]
    public async Task What_is_returned_is_what_is_read_later()
    {
        _clock.Advance(TimeSpan.FromTicks(12_345_678));

        var added = await _store.AddAsync(new("Balai Latihan", ParticipantKind.Provider, "1234567890123", "33.25"), Cancel);

        var read = await _store.FindAsync(added.PublicId, Cancel);
        Assert.Equal(
            (added.Id, added.LegalName, added.Kind, added.Status, added.Nib, added.AreaCode, added.CreatedAt),
            (read!.Id, read.LegalName, read.Kind, read.Status, read.Nib, read.AreaCode, read.CreatedAt));
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_gets_it()
    {
        var owner = await _store.AddAsync(new("Platform", ParticipantKind.Platform), Cancel);
        var wanted = new NewSource(owner.PublicId, "Kursus", OfferKinds.Course);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _store.AddSourceAsync(wanted, Cancel), Cancel)));

        Assert.Equal(1, results.Count(result => result.Outcome == SourceOutcome.Registered));
        Assert.Equal(7, results.Count(result => result.Outcome == SourceOutcome.NameTaken));
        Assert.Single(await _store.ListSourcesAsync(owner.PublicId, Cancel));
    }

    [Fact]
    public async Task A_source_of_nobody_is_not_registered() => Assert.Equal(
        (SourceOutcome.ParticipantMissing, null),
        await _store.AddSourceAsync(new(Guid.CreateVersion7(), "Kursus", OfferKinds.Course), Cancel));

    [Theory]
    [InlineData("33", true)]
    [InlineData("33.25", true)]
    [InlineData("33.25.05.2001", true)]
    [InlineData("99", false)]
    [InlineData("33.99", false)]
    [InlineData("33.99.01", false)]
    public async Task An_area_is_known_by_its_regency(string code, bool known) => Assert.Equal(known, await _store.KnowsAreaAsync(code, Cancel));

    [Fact]
    public async Task A_list_goes_on_after_the_last_one_seen()
    {
        var first = await _store.AddAsync(new("A", ParticipantKind.Agency), Cancel);
        var second = await _store.AddAsync(new("B", ParticipantKind.Agency), Cancel);

        var rest = await _store.ListAsync(first.Id, 10, Cancel);

        Assert.Equal(second.PublicId, Assert.Single(rest).PublicId);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
