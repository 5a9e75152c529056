using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Areas;
using Hub.Data.Catalogue;
using Hub.Data.Participants;
using Hub.Testing;
using VacancyProfile = Hub.Data.Participants.VacancyProfile;

namespace Hub.Benchmarks.Ingest;

/// <summary>The hub's own database with one source, for peers that write it in their way.</summary>
internal sealed class LocalDatabase : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RuleContext _rules = null!;

    public HubDatabase Database { get; private set; } = null!;

    public long SourceId { get; private set; }

    /// <summary>The area codes that are known.</summary>
    public AreaList Areas => _rules.Areas;

    public async Task CreateAsync()
    {
        Database = new(_folder.Path);
        await Database.MigrateAsync(CancellationToken.None);
        await using var db = Database.Open();
        var now = TimeProvider.System.GetUtcNow();
        var participant = new Participant { PublicId = Guid.CreateVersion7(), LegalName = "Peer", Kind = ParticipantKind.Platform, CreatedAt = now };
        db.Add(participant);
        await db.SaveChangesAsync();
        var source = new Hub.Data.Participants.Source
        {
            PublicId = Guid.CreateVersion7(), ParticipantId = participant.Id, Name = "peer", OfferKinds = OfferKinds.Gig, CreatedAt = now,
        };
        db.Add(source);
        await db.SaveChangesAsync();
        SourceId = source.Id;
        _rules = new(OfferKinds.Gig, VacancyProfile.General, await AreaList.ReadAsync(db, CancellationToken.None));
    }

    /// <summary>The rows of items as the hub would store them: checked, normalised and hashed by the same rules.</summary>
    public ItemWrite[] Rows(IReadOnlyList<Item> items) => [.. items.Select((item, i) => OfferRules.Check(item, i + 1, _rules).Write)];

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
