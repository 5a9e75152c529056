using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Api.Tests.Catalogue;

/// <summary>Receipts of sessions, verified as a partner does: with the keys the hub publishes.</summary>
public sealed class ReceiptTests : IAsyncLifetime
{
    private RunningHub _hub = null!;
    private GrpcChannel _channel = null!;
    private CatalogueSyncService.CatalogueSyncServiceClient _sync = null!;
    private Source _source = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _channel = _hub.Channel(await _hub.TokenAsync("catalogue.write catalogue.read", Cancel, "Mitra"));
        _sync = new(_channel);
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);
        var owner = await db.Participants.SingleAsync(p => p.LegalName == "Mitra", Cancel);
        var added = await _hub.Services.GetRequiredService<ParticipantStore>().AddSourceAsync(new(owner.PublicId, "catalogue", OfferKinds.Gig), Cancel);
        _source = added.Source!;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_ended_has_one_signed_receipt_that_the_published_keys_verify()
    {
        var session = Guid.CreateVersion7().ToString();
        var closed = await SendAsync(Open(session), Items(Gig("a"), Gig("b"), Gig("c", title: "")));
        var again = await SendAsync(Open(session));

        Assert.Equal(closed.Receipt, again.Receipt);
        var receipt = await VerifyAsync(closed.Receipt.ToStringUtf8());
        Assert.Equal(("receipt+jwt", "ES256"), (receipt.Typ, receipt.Alg));
        using var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(receipt.EncodedPayload));
        var told = claims.RootElement;
        Assert.Equal((session, _source.PublicId.ToString()), (told.GetProperty("session").GetString()!, told.GetProperty("source").GetString()!));
        Assert.Equal(_source.Participant.PublicId.ToString(), told.GetProperty("participant").GetString());
        Assert.Equal(("DELTA", "COMPLETED"), (told.GetProperty("mode").GetString(), told.GetProperty("outcome").GetString()));
        Assert.Equal((2L, 1L), (told.GetProperty("counts").GetProperty("created").GetInt64(), told.GetProperty("counts").GetProperty("rejected").GetInt64()));
        Assert.Equal((1L, 2L), (told.GetProperty("first_position").GetInt64(), told.GetProperty("last_position").GetInt64()));
        Assert.Equal(closed.ClosedAt.ToDateTimeOffset().ToUnixTimeMilliseconds(), told.GetProperty("closed_at").GetInt64());

        // The refused item counts: the partner said it.
        var partner = new PartnerCatalogue();
        foreach (var id in (string[])["a", "b", "c"])
            partner.Put(id, 1);
        Assert.Equal(Convert.ToHexStringLower(partner.Digest().Span), told.GetProperty("source_digest").GetString());
    }

    [Fact]
    public async Task A_receipt_that_was_altered_is_not_verified_and_none_is_an_access_token()
    {
        var receipt = (await SendAsync(Open(null), Items(Gig("a")))).Receipt.ToStringUtf8();
        var parts = receipt.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("\"created\":1", "\"created\":9", StringComparison.Ordinal);
        var altered = $"{parts[0]}.{Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(claims))}.{parts[2]}";

        using var channel = _hub.Channel(receipt);
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => new CatalogueSyncService.CatalogueSyncServiceClient(channel).ListSourcesAsync(new(), cancellationToken: Cancel).ResponseAsync);

        Assert.NotEqual(receipt, altered);
        Assert.False((await CheckAsync(altered)).IsValid);
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    private async Task<JsonWebToken> VerifyAsync(string receipt)
    {
        var result = await CheckAsync(receipt);
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }

    private async Task<TokenValidationResult> CheckAsync(string receipt)
    {
        var keys = new JsonWebKeySet(await _hub.Http.GetStringAsync("/.well-known/jwks.json", Cancel));
        return await new JsonWebTokenHandler().ValidateTokenAsync(receipt, new()
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidTypes = ["receipt+jwt"],
            ValidateIssuer = false,
            ValidateAudience = false,
            RequireExpirationTime = false,
            ValidateLifetime = false,
        });
    }

    private SyncRequest Open(string? session)
    {
        var open = new Open { Source = _source.PublicId.ToString(), Mode = SyncMode.Delta };
        if (session is not null)
            open.SessionId = session;
        return new() { Open = open };
    }

    private static SyncRequest Items(params Item[] items) => new() { Items = new() { FirstSequence = 1, Items_ = { items } } };

    private static Item Gig(string id, string title = "Servis AC") => new()
    {
        ExternalId = id,
        Revision = 1,
        Gig = new() { Title = title, Sector = Sector.Repair },
    };

    private async Task<Closed> SendAsync(params SyncRequest[] requests)
    {
        using var call = _sync.Sync(cancellationToken: Cancel);
        foreach (var request in requests)
            await call.RequestStream.WriteAsync(request, Cancel);
        await call.RequestStream.CompleteAsync();
        Closed? closed = null;
        while (await call.ResponseStream.MoveNext(Cancel))
            closed = call.ResponseStream.Current.Closed ?? closed;
        return closed!;
    }
}
