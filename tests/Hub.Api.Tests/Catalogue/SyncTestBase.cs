using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Catalogue;

/// <summary>A running hub with a source of the caller, and the messages of its sync stream, over real gRPC with real tokens.</summary>
public abstract class SyncTestBase : IAsyncLifetime
{
    private protected RunningHub Host { get; private set; } = null!;

    private protected GrpcChannel Wire { get; private set; } = null!;

    private protected CatalogueSyncService.CatalogueSyncServiceClient Client { get; private set; } = null!;

    private protected string SourceId { get; private set; } = "";

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Host = await RunningHub.StartAsync(Cancel);
        Wire = Host.Channel(await Host.TokenAsync("catalogue.write catalogue.read", Cancel));
        Client = new(Wire);
        SourceId = await AddSourceAsync("Balai Latihan");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Wire.Dispose();
        await Host.DisposeAsync();
    }

    private protected static SyncRequest Commit(long count) => new() { Commit = new() { ExpectedCount = count } };

    private protected static SyncRequest Items(long first, params Item[] items) => new() { Items = new() { FirstSequence = first, Items_ = { items } } };

    private protected static Item Gig(string id, long revision, string title = "Servis AC", string area = "31.74") => new()
    {
        ExternalId = id,
        Revision = revision,
        Gig = new() { Title = title, Sector = Sector.Repair, AreaCodes = { area } },
    };

    private protected SyncRequest Validate(SyncMode mode, string? session = null)
    {
        var open = Open(mode, session);
        open.Open.ValidateOnly = true;
        return open;
    }

    private protected SyncRequest Open(SyncMode mode, string? session = null)
    {
        var open = new Open { Source = SourceId, Mode = mode };
        if (session is not null)
            open.SessionId = session;
        return new() { Open = open };
    }

    /// <summary>Sends messages, ends the stream, and gives every answer.</summary>
    private protected async Task<List<SyncResponse>> SendAsync(params SyncRequest[] messages)
    {
        using var call = Client.Sync(cancellationToken: Cancel);
        foreach (var message in messages)
            await call.RequestStream.WriteAsync(message, Cancel);
        await call.RequestStream.CompleteAsync();
        return await call.ResponseStream.ReadAllAsync(Cancel).ToListAsync(Cancel);
    }

    private protected async Task<List<string>> ShownAsync()
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);
        return await db.Offers.Where(o => o.State == Hub.Data.Catalogue.OfferState.Published)
            .OrderBy(o => o.ExternalId).Select(o => o.ExternalId + ":" + o.Title).ToListAsync(Cancel);
    }

    private protected async Task<string> AddSourceAsync(string participant)
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);
        var owner = await db.Participants.FirstOrDefaultAsync(p => p.LegalName == participant, Cancel)
            ?? db.Add(new Hub.Data.Participants.Participant
            {
                PublicId = Guid.CreateVersion7(), LegalName = participant, Kind = ParticipantKind.Provider, CreatedAt = DateTimeOffset.UnixEpoch,
            }).Entity;
        await db.SaveChangesAsync(Cancel);
        var source = new Source
        {
            PublicId = Guid.CreateVersion7(), ParticipantId = owner.Id, Name = "catalogue", OfferKinds = OfferKinds.Gig | OfferKinds.Course,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Add(source);
        await db.SaveChangesAsync(Cancel);
        return source.PublicId.ToString();
    }

    private protected static async Task<FailureDetails> RefusedAsync(StatusCode status, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(status, exception.StatusCode);
        return FailureDetails.Of(exception);
    }
}
