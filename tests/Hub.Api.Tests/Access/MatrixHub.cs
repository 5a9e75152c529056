using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Net.Client;
using Hub.Api.Participants;
using Hub.Auth.Clients;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Clients;
using Hub.Data.Followers;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Item = Hub.Catalogue.V1.Item;
using Sector = Hub.Catalogue.V1.Sector;

namespace Hub.Api.Tests.Access;

/// <summary>A whole hub with rows of two participants: published, refused and quarantined items, verdicts, and a session that is held.</summary>
public sealed class MatrixHub : IAsyncLifetime
{
    private const string Everything = "catalogue.write catalogue.read feed.read dashboard.read";

    private readonly Action<IServiceCollection> _more;
    private readonly Dictionary<(Guid, string), string> _tokens = [];
    private RunningHub? _hub;

    public MatrixHub()
        : this(_ => { })
    {
    }

    internal MatrixHub(Action<IServiceCollection> more) => _more = more;

    internal RunningHub Running => _hub!;

    internal GrpcChannel Channel { get; private set; } = null!;

    internal Party Owner { get; private set; } = null!;

    internal Party Other { get; private set; } = null!;

    /// <summary>A participant without any rows.</summary>
    internal Party Stranger { get; } = new("asing", 0, Guid.Empty, Guid.Empty, Guid.Empty);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(_more, Cancel);
        Channel = _hub.Channel();
        Owner = await AddAsync("milik");
        Other = await AddAsync("lain");
        Assert.True(await _hub.Services.GetRequiredService<FollowerRunner>().CatchUpAsync(Cancel));
    }

    /// <summary>A token of a participant with these scopes; the same for the same.</summary>
    internal async Task<string> TokenAsync(Party party, Scopes scopes)
    {
        var names = ScopeNames.Format(scopes);
        if (_tokens.TryGetValue((party.PublicId, names), out var known))
            return known;
        var (client, _) = await _hub!.Services.GetRequiredService<ClientAdmin>().AddAsync(party.PublicId, names, Cancel);
        using var form = new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", client!.ClientId), new("client_secret", client.Secret)]);
        using var response = await _hub.Http.PostAsync("/connect/token", form, Cancel);
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("access_token").GetString()!;
        return _tokens[(party.PublicId, names)] = token;
    }

    public async ValueTask DisposeAsync()
    {
        Channel?.Dispose();
        if (_hub is not null)
            await _hub.DisposeAsync();
    }

    private async Task<Party> AddAsync(string name)
    {
        var registration = _hub!.Services.GetRequiredService<Registration>();
        var (participant, _) = await registration.AddAsync(new($"Lembaga {name}", ParticipantKind.Platform), Cancel);
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);
        var owner = await db.Participants.SingleAsync(p => p.PublicId == participant!.PublicId, Cancel);
        var source = new Source
        {
            PublicId = Guid.CreateVersion7(), ParticipantId = owner.Id, Name = $"katalog {name}", OfferKinds = OfferKinds.Gig, CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Add(source);
        await db.SaveChangesAsync(Cancel);
        var session = new Hub.Data.Catalogue.SyncSession
        {
            // The hub numbers sessions itself; these lie far behind.
            Id = 1_000_000 * owner.Id,
            PublicId = Guid.CreateVersion7(),
            SourceId = source.Id,
            Mode = Hub.Data.Catalogue.SyncMode.Snapshot,
            State = Hub.Data.Catalogue.SessionState.Held,
            Guard = 20,
            OpenedAt = DateTimeOffset.UnixEpoch,
            ClosedAt = DateTimeOffset.UnixEpoch,
        };
        db.Add(session);
        await db.SaveChangesAsync(Cancel);

        var party = new Party(name, owner.Id, owner.PublicId, source.PublicId, session.PublicId);
        var sync = new CatalogueSyncService.CatalogueSyncServiceClient(Channel);
        var token = await TokenAsync(party, ParseScopes());
        var answer = await sync.UpsertItemsAsync(
            new()
            {
                Source = source.PublicId.ToString(),
                Items =
                {
                    new Item { ExternalId = party.Shown, Revision = 1, Gig = new() { Title = $"Judul terbit {name}", Sector = Sector.Repair } },
                    new Item { ExternalId = party.Refused, Revision = 1, Gig = new() { Title = party.RefusedTitle, Sector = Sector.Repair } },
                    new Item { ExternalId = party.Waiting, Revision = 1, Gig = new() { Title = party.WaitingTitle, Sector = (Sector)99 } },
                },
            },
            AccessHost.With(token));
        Assert.Equal((1, 1, 1), (answer.Counts.Applied, answer.Counts.Rejected, answer.Counts.Quarantined));
        party.Offer = await db.Offers.Where(o => o.SourceId == source.Id && o.ExternalId == party.Shown).Select(o => o.PublicId).SingleAsync(Cancel);
        return party;
    }

    private static Scopes ParseScopes() => ScopeNames.TryParse(Everything, out var scopes, out _) ? scopes : throw new InvalidOperationException();
}

/// <summary>A participant of the matrix, and what its rows are called.</summary>
internal sealed record Party(string Name, long Id, Guid PublicId, Guid Source, Guid Session)
{
    public Guid Offer { get; set; }

    public string Shown => $"{Name}-terbit";

    public string Refused => $"{Name}-ditolak";

    public string Waiting => $"{Name}-karantina";

    public string RefusedTitle => $"Judul ditolak {Name} " + new string('x', 400);

    public string WaitingTitle => $"Judul karantina {Name}";

    /// <summary>What nobody else may ever see.</summary>
    public IReadOnlyList<string> Secrets => [Refused, Waiting, $"Judul ditolak {Name}", WaitingTitle];

    /// <summary>What methods about a caller's own rows show to nobody else: names and ids of everything.</summary>
    public IReadOnlyList<string> Marks => [.. Secrets, Shown, $"katalog {Name}", Source.ToString(), Session.ToString(), Offer.ToString()];

    /// <summary>What requests call its rows, by the names of fields.</summary>
    public IReadOnlyDictionary<string, string> Names => new Dictionary<string, string>
    {
        ["source"] = Source.ToString(),
        ["session_id"] = Session.ToString(),
        ["external_id"] = Shown,
        ["offer_id"] = Offer.ToString(),
        ["participant_id"] = PublicId.ToString(),
        ["id"] = PublicId.ToString(),
        ["page_token"] = "",
    };
}
