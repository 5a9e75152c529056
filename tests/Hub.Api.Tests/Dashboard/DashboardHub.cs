using System.Text;
using System.Text.Json;
using Hub.Api.Dashboard;
using Hub.Auth;
using Hub.Auth.Bearer;
using Hub.Data;
using Hub.Data.Catalogue;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Hub.Data.Sectors;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Sqlite;
using Hub.Testing;

namespace Hub.Api.Tests.Dashboard;

/// <summary>The dashboard's engine over a hub's database with one participant and a few offers.</summary>
internal sealed class DashboardHub : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteReadPool _pool;

    private DashboardHub()
    {
        Database = new(_folder.Path);
        _pool = new(new() { DataSource = Database.Path });
        using var db = Database.Open();
        Engine = new(HubSchema.Build(), new SqliteExecutor(db.Model, _pool, Statements.Add));
    }

    public HubDatabase Database { get; }

    public GraphQLEngine Engine { get; }

    public List<SqlStatement> Statements { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<DashboardHub> StartAsync()
    {
        var hub = new DashboardHub();
        await hub.Database.MigrateAsync(Cancel);
        await using var db = hub.Database.Open();
        var participant = new Participant { PublicId = Id(1), LegalName = "Kerja Bersama", Kind = ParticipantKind.Platform, CreatedAt = At(0) };
        var source = new Source
        {
            PublicId = Id(2),
            ParticipantId = 1,
            Participant = participant,
            Name = "Lowongan",
            OfferKinds = OfferKinds.Vacancy | OfferKinds.Course | OfferKinds.CourseRun,
            CreatedAt = At(1),
        };
        db.Add(source);
        await db.SaveChangesAsync(Cancel);
        db.AddRange(
            Offer(1, source.Id, OfferKind.Vacancy, OfferState.Published, "Welder", areaCode: "33.25"),
            Offer(2, source.Id, OfferKind.Vacancy, OfferState.Withdrawn, "Gone", areaCode: "33.25"),
            Offer(3, source.Id, OfferKind.Course, OfferState.Published, "Las dasar", areaCode: "33.25.03.2021"),
            Offer(4, source.Id, OfferKind.CourseRun, OfferState.Published, "Angkatan 1", course: "K3"),
            Offer(5, source.Id, OfferKind.CourseRun, OfferState.Suspended, "Angkatan 2", course: "K3"),
            Offer(6, source.Id, OfferKind.CourseRun, OfferState.Published, "Tanpa kursus", course: "K2"),
            new OfferFurtherArea { OfferId = 3, Ordinal = 1, AreaCode = "33.04", KnownAreaCode = "33.04" },
            Session(1, source.Id, SessionState.Closed),
            Session(2, source.Id, SessionState.Held),
            Verdict(1, source.Id, sessionId: 1, "K8", "TEXT_TOO_LONG", "301"),
            Verdict(2, source.Id, sessionId: 2, "K9", "OF_AN_OLDER_HUB", null));
        await db.SaveChangesAsync(Cancel);
        return hub;
    }

    /// <summary>Runs a query, unless told otherwise for a participant that has nothing.</summary>
    public async Task<string> Run(string query, object? variables = null, Caller? caller = null)
    {
        using var response = await Engine.ExecuteAsync(
            new()
            {
                Query = Encoding.UTF8.GetBytes(query),
                Variables = variables is null ? default : JsonSerializer.SerializeToElement(variables),
                Caller = caller ?? Caller(0),
            },
            Cancel);
        return Encoding.UTF8.GetString(response.Body.Span);
    }

    public ValueTask DisposeAsync()
    {
        _pool.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A caller that acts for a participant.</summary>
    public static Caller Caller(long participantId, Scopes scopes = Scopes.DashboardRead) =>
        new("client", participantId, Id((int)participantId), scopes, Resources.GraphQL, At(59), "token");

    private static SyncSession Session(long id, long sourceId, SessionState state) => new()
    {
        Id = id,
        PublicId = Id(200 + (int)id),
        SourceId = sourceId,
        Mode = SyncMode.Snapshot,
        State = state,
        Guard = 20,
        OpenedAt = At((int)id),
        ClosedAt = At((int)id + 1),
        Created = id,
    };

    private static Verdict Verdict(long id, long sourceId, long sessionId, string externalId, string reason, string? detail) => new()
    {
        Id = id,
        SourceId = sourceId,
        SessionId = sessionId,
        Sequence = id,
        ExternalId = externalId,
        Revision = 7,
        Outcome = Hub.Data.Catalogue.Outcome.Rejected,
        Reason = reason,
        Field = "title",
        Severity = Severity.Error,
        Detail = detail,
        DecidedAt = At(9),
    };

    private static Offer Offer(long id, long sourceId, OfferKind kind, OfferState state, string title, string? areaCode = null, string? course = null) => new()
    {
        Id = id,
        PublicId = Id(100 + (int)id),
        SourceId = sourceId,
        ExternalId = $"K{id}",
        Kind = kind,
        State = state,
        Revision = 20_240_101_000_000,
        ContentHash = [],
        SaidRevision = 1,
        SaidState = SaidState.Live,
        Title = title,
        AreaCode = areaCode,
        KnownAreaCode = areaCode?[..Math.Min(5, areaCode.Length)],
        SectorCode = SectorCode.Construction,
        Skills = "[\"las\"]",
        EmploymentTypes = kind == OfferKind.Vacancy ? EmploymentTypes.FullTime | EmploymentTypes.Contract : null,
        PayMinIdr = kind == OfferKind.Vacancy ? 4_000_000 : null,
        PublishedAt = At((int)id),
        ChangedAt = At((int)id),
        CourseExternalId = course,
        Body = [],
    };

    private static Guid Id(int number) => new($"0198a1b2-0000-7000-8000-{number:d12}");

    private static DateTimeOffset At(int minute) => new(2026, 1, 1, 0, minute, 0, TimeSpan.Zero);
}
