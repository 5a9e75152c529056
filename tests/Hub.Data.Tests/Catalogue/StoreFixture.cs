using System.Text;
using Hub.Data.Catalogue;
using Hub.Data.Followers;
using Hub.Data.Ingest;
using Hub.Data.Participants;
using Hub.Testing;

namespace Hub.Data.Tests.Catalogue;

/// <summary>A database of its own with one participant and one source, the ingest writer and the offer store on it.</summary>
public sealed class StoreFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private long _participant;

    private StoreFixture(IngestOptions options)
    {
        Database = new(_folder.Path);
        Writer = new(Database, options, Clock);
        Store = new(Writer, ReadAgain, Sessions);
        Runner = NewRunner(new());
    }

    public ManualClock Clock { get; } = new();

    public HubDatabase Database { get; }

    public IngestWriter Writer { get; }

    public OfferStore Store { get; }

    public SnapshotOptions Sessions { get; } = new();

    /// <summary>True makes the code of every content unknown from now on, as if its area had gone.</summary>
    public bool AreaIsGone { get; set; }

    /// <summary>Follows when a test says so.</summary>
    public FollowerRunner Runner { get; private set; }

    public long SourceId { get; private set; }

    public static async Task<StoreFixture> CreateAsync(int? guard = null, IngestOptions? options = null)
    {
        var fixture = new StoreFixture(options ?? new());
        await fixture.Database.MigrateAsync(TestContext.Current.CancellationToken);
        await using var db = fixture.Database.Open();
        var now = fixture.Clock.GetUtcNow();
        var participant = new Participant
        {
            PublicId = Guid.CreateVersion7(), LegalName = "Pelatihan Maju", Kind = ParticipantKind.Provider, CreatedAt = now,
        };
        db.Add(participant);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        fixture._participant = participant.Id;
        fixture.SourceId = await fixture.AddSourceAsync("catalogue", guard);
        return fixture;
    }

    /// <summary>Adds one more source of the participant.</summary>
    public async Task<long> AddSourceAsync(string name, int? guard)
    {
        await using var db = Database.Open();
        var source = new Source
        {
            PublicId = Guid.CreateVersion7(), ParticipantId = _participant, Name = name, CreatedAt = Clock.GetUtcNow(),
            OfferKinds = OfferKinds.Course | OfferKinds.Gig, WithdrawalGuard = guard,
        };
        db.Add(source);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return source.Id;
    }

    /// <summary>A course with this title, or what the rules made of it. A title that begins with ? stays quarantined when it is read again.</summary>
    public static ItemWrite Item(string id, long revision, string title = "Barista", Outcome? rule = null, long sequence = 0, OfferKind kind = OfferKind.Course)
    {
        var body = Encoding.UTF8.GetBytes(title);
        return new()
        {
            Sequence = sequence,
            ExternalId = id,
            Revision = revision,
            Verb = ItemVerb.Content,
            Content = Read(kind, body),
            Hash = (UInt128)(uint)title.GetHashCode(StringComparison.Ordinal) + 1,
            RuleOutcome = rule,
            Finding = rule is null ? null : new("AREA_UNKNOWN", "course.area_codes[0]", Severity.Error, "Atlantis"),
        };
    }

    public static ItemWrite Tombstone(string id, long revision) =>
        new() { Sequence = 0, ExternalId = id, Revision = revision, Verb = ItemVerb.Tombstone };

    public static ItemWrite Touch(string id, long revision) =>
        new() { Sequence = 0, ExternalId = id, Revision = revision, Verb = ItemVerb.Touch };

    /// <summary>Followers that have just started: they know only what is stored.</summary>
    public FollowerRunner NewRunner(FollowerOptions options) => Runner = new(Writer, options, Clock);

    /// <summary>Lets the followers catch up.</summary>
    public async Task FollowAsync() => Assert.True(await Runner.CatchUpAsync(TestContext.Current.CancellationToken), string.Join(", ", Runner.Failures));

    /// <summary>Applies a delta of its own session and gives the decisions.</summary>
    public async Task<IReadOnlyList<ItemDecision>> DeltaAsync(params ItemWrite[] items) =>
        (await Store.UpsertAsync(SourceId, items, TestContext.Current.CancellationToken)).Decisions;

    /// <summary>Sends a whole snapshot and commits it.</summary>
    public async Task<SessionInfo> SnapshotAsync(params ItemWrite[] items)
    {
        var cancel = TestContext.Current.CancellationToken;
        var session = (await Store.OpenAsync(new(SourceId, SyncMode.Snapshot, null), cancel)).Session!;
        if (items.Length > 0)
            await await Store.EnqueueAsync(session.Id, 1, items, cancel);
        return (await Store.CommitAsync(session.Id, items.Length, cancel)).Session!;
    }

    public async Task<Offer> OfferAsync(string id)
    {
        await using var db = Database.Open();
        return await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(
            db.Offers, o => o.ExternalId == id, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    public ReadContent ReadAgain(OfferKind kind, byte[] body) => AreaIsGone || body is [(byte)'?', ..]
        ? new(Read(kind, body), Outcome.Quarantined, new("AREA_UNKNOWN", "course.area_codes[0]", Severity.Error, "33.25"))
        : new(Read(kind, body), null, null);

    /// <summary>Reads a body of title, area, sector and pay, as <c>Barista|33.25|2|100000</c> (several areas with + between), or of a title alone.</summary>
    private static OfferContent Read(OfferKind kind, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        if (text.Split('|') is not [var title, var area, var sector, var pay])
            return new() { Kind = kind, Title = text, Places = [new("33.25", "33.25")], SectorCode = 2, Body = body };
        return new()
        {
            Kind = kind, Title = title, Body = body,
            Places = area.Length == 0 ? [] : [.. area.Split('+').Select(code => new OfferPlace(code, code))],
            SectorCode = sector is "" or "0" ? null : int.Parse(sector, null),
            PayMinIdr = pay.Length == 0 ? null : long.Parse(pay, null),
        };
    }
}
