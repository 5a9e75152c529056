using System.Net;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Data;
using Hub.Registry.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Participants;

public sealed class ClientServiceTests : IAsyncLifetime
{
    private const string Jwks = """{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}""";

    private RunningHub _hub = null!;
    private GrpcChannel _channel = null!;
    private ClientService.ClientServiceClient _clients = null!;
    private string _participant = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _channel = _hub.Channel(await _hub.TokenAsync("registry.admin", Cancel));
        _clients = new(_channel);
        var registry = new RegistryService.RegistryServiceClient(_channel);
        var request = new CreateParticipantRequest { Participant = new() { LegalName = "Platform", Kind = ParticipantKind.Platform } };
        _participant = (await registry.CreateParticipantAsync(request, cancellationToken: Cancel)).Participant.Id;
    }

    [Fact]
    public async Task A_client_is_made_with_a_secret_that_is_told_once()
    {
        var made = await CreateAsync("feed.read", "catalogue.write");

        var read = await _clients.GetClientAsync(new() { ClientId = made.Client.ClientId }, cancellationToken: Cancel);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(made.Client.ClientId, made.ClientSecret));
        Assert.Equal(["catalogue.write", "feed.read"], read.Client.Scopes);
        Assert.Equal((_participant, ClientStatus.Active, AuthenticationMethod.Secret), (read.Client.ParticipantId, read.Client.Status, read.Client.AuthenticationMethod));
        Assert.Equal(made.ClientSecret[..10], Assert.Single(read.Client.Secrets).Prefix);
        Assert.DoesNotContain(made.ClientSecret, read.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_hold_every_client_of_a_participant_once_and_in_order()
    {
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
            made.Add((await CreateAsync("feed.read")).Client.ClientId);

        var first = await _clients.ListClientsAsync(new() { PageSize = 2, ParticipantId = _participant }, cancellationToken: Cancel);
        var second = await _clients.ListClientsAsync(
            new() { PageSize = 2, ParticipantId = _participant, PageToken = first.NextPageToken }, cancellationToken: Cancel);

        Assert.Equal(made, first.Clients.Concat(second.Clients).Select(client => client.ClientId));
        Assert.Equal("", second.NextPageToken);
        var all = await _clients.ListClientsAsync(new(), cancellationToken: Cancel);
        Assert.Equal(4, all.Clients.Count);
    }

    [Fact]
    public async Task A_page_token_of_another_list_is_refused()
    {
        await CreateAsync("feed.read");
        await CreateAsync("feed.read");
        var page = await _clients.ListClientsAsync(new() { PageSize = 1, ParticipantId = _participant }, cancellationToken: Cancel);

        var details = await RefusedAsync(
            StatusCode.InvalidArgument, () => _clients.ListClientsAsync(new() { PageToken = page.NextPageToken }, cancellationToken: Cancel));

        Assert.Equal("PAGE_TOKEN_INVALID", details.Reason);
    }

    [Fact]
    public async Task Scopes_and_status_are_set_together()
    {
        var made = await CreateAsync("feed.read");

        var request = new UpdateClientRequest { ClientId = made.Client.ClientId, Status = ClientStatus.Disabled, Scopes = { "dashboard.read" } };
        var changed = (await _clients.UpdateClientAsync(request, cancellationToken: Cancel)).Client;
        var again = (await _clients.UpdateClientAsync(request, cancellationToken: Cancel)).Client;

        Assert.Equal((ClientStatus.Disabled, "dashboard.read"), (changed.Status, Assert.Single(changed.Scopes)));
        Assert.Equal(changed, again);
    }

    [Fact]
    public async Task A_secret_is_rotated_and_the_old_one_revoked()
    {
        var made = await CreateAsync("feed.read");
        var id = made.Client.ClientId;

        var rotated = await _clients.RotateClientSecretAsync(
            new() { ClientId = id, KeepOld = Duration.FromTimeSpan(TimeSpan.FromHours(1)) }, cancellationToken: Cancel);
        var full = await RefusedAsync(StatusCode.FailedPrecondition, () => _clients.RotateClientSecretAsync(new() { ClientId = id }, cancellationToken: Cancel));
        var revoked = await _clients.RevokeClientSecretAsync(new() { ClientId = id, Prefix = made.ClientSecret[..10] }, cancellationToken: Cancel);

        Assert.Equal(2, rotated.Client.Secrets.Count);
        Assert.Equal(rotated.OldExpiresAt, rotated.Client.Secrets[0].ExpiresAt);
        Assert.Equal("SECRETS_FULL", full.Reason);
        Assert.True(revoked.Client.Secrets[0].ExpiresAt < rotated.OldExpiresAt);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(id, rotated.ClientSecret));
    }

    [Fact]
    public async Task A_client_that_registered_itself_is_approved_or_refused()
    {
        var (one, other) = (await PendingAsync(), await PendingAsync());

        var approved = await _clients.ApproveClientAsync(new() { ClientId = one }, cancellationToken: Cancel);
        await _clients.RefuseClientAsync(new() { ClientId = other }, cancellationToken: Cancel);

        Assert.Equal(ClientStatus.Active, approved.Client.Status);
        var gone = await RefusedAsync(StatusCode.NotFound, () => _clients.GetClientAsync(new() { ClientId = other }, cancellationToken: Cancel));
        Assert.Equal("CLIENT_NOT_FOUND", gone.Reason);
    }

    [Fact]
    public async Task A_client_with_keys_or_a_certificate_is_made_without_a_secret()
    {
        var key = await _clients.CreateClientAsync(
            new() { ParticipantId = _participant, Scopes = { "feed.read" }, AuthenticationMethod = AuthenticationMethod.PrivateKeyJwt, Jwks = Jwks, RequiresDpop = true, Name = "Mesin" },
            cancellationToken: Cancel);
        var certificate = await _clients.CreateClientAsync(
            new() { ParticipantId = _participant, Scopes = { "feed.read" }, AuthenticationMethod = AuthenticationMethod.Tls, SanDns = "mesin.example.org", BindsCertificate = true },
            cancellationToken: Cancel);

        Assert.Equal(("", ""), (key.ClientSecret, certificate.ClientSecret));
        Assert.Equal((AuthenticationMethod.PrivateKeyJwt, true, false, "Mesin"), (key.Client.AuthenticationMethod, key.Client.RequiresDpop, key.Client.BindsCertificate, key.Client.Name));
        Assert.Equal((AuthenticationMethod.Tls, false, true), (certificate.Client.AuthenticationMethod, certificate.Client.RequiresDpop, certificate.Client.BindsCertificate));
        Assert.Empty(key.Client.Secrets);
    }

    [Fact]
    public async Task Keys_and_names_of_certificates_are_replaced()
    {
        var key = (await _clients.CreateClientAsync(WithKeys(), cancellationToken: Cancel)).Client.ClientId;
        var certificate = (await _clients.CreateClientAsync(
            new() { ParticipantId = _participant, Scopes = { "feed.read" }, AuthenticationMethod = AuthenticationMethod.Tls, SanDns = "old.example.org" },
            cancellationToken: Cancel)).Client.ClientId;

        await _clients.UpdateClientAsync(new() { ClientId = key, JwksUri = "https://partner.example/jwks.json" }, cancellationToken: Cancel);
        await _clients.UpdateClientAsync(new() { ClientId = certificate, SubjectDn = "CN=new" }, cancellationToken: Cancel);
        var (atAddress, named) = (await StoredAsync(key), await StoredAsync(certificate));
        await _clients.UpdateClientAsync(new() { ClientId = key, Jwks = Jwks, Scopes = { "dashboard.read" } }, cancellationToken: Cancel);
        var again = await StoredAsync(key);

        Assert.Equal((null, "https://partner.example/jwks.json"), (atAddress.Jwks, atAddress.JwksUri));
        Assert.Equal((Hub.Data.Clients.CertificateName.SubjectDn, "CN=new"), (named.CertificateName, named.CertificateNameValue));
        Assert.Equal((Jwks, null, Hub.Data.Clients.Scopes.DashboardRead), (again.Jwks, again.JwksUri, again.Scopes));
    }

    [Fact]
    public async Task A_change_with_keys_that_cannot_be_changes_nothing()
    {
        var id = (await _clients.CreateClientAsync(WithKeys(), cancellationToken: Cancel)).Client.ClientId;

        var refused = await RefusedAsync(
            StatusCode.InvalidArgument,
            () => _clients.UpdateClientAsync(new() { ClientId = id, Scopes = { "dashboard.read" }, Jwks = "{}" }, cancellationToken: Cancel));

        Assert.Equal(("JWKS_UNUSABLE", "jwks"), (refused.Reason, Assert.Single(refused.BadRequest!.FieldViolations).Field));
        Assert.Equal((Jwks, Hub.Data.Clients.Scopes.FeedRead), ((await StoredAsync(id)).Jwks, (await StoredAsync(id)).Scopes));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_reason()
    {
        var id = (await CreateAsync("feed.read")).Client.ClientId;
        var withKeys = (await _clients.CreateClientAsync(WithKeys(), cancellationToken: Cancel)).Client.ClientId;
        var pending = await PendingAsync();
        var nobody = Guid.CreateVersion7().ToString();
        (StatusCode Code, string Reason, string Field, Func<Task> Call)[] refusals =
        [
            (StatusCode.NotFound, "PARTICIPANT_NOT_FOUND", "participant_id", () => Create(new() { ParticipantId = nobody, Scopes = { "feed.read" } })),
            (StatusCode.NotFound, "PARTICIPANT_NOT_FOUND", "participant_id", () => Create(new() { ParticipantId = "x", Scopes = { "feed.read" } })),
            (StatusCode.NotFound, "PARTICIPANT_NOT_FOUND", "participant_id", () => _clients.ListClientsAsync(new() { ParticipantId = "x" }).ResponseAsync),
            (StatusCode.InvalidArgument, "SCOPE_UNKNOWN", "scopes", () => Create(new() { ParticipantId = _participant, Scopes = { "feed.red" } })),
            (StatusCode.InvalidArgument, "SCOPE_MISSING", "scopes", () => Create(new() { ParticipantId = _participant })),
            (StatusCode.InvalidArgument, "KEYS_MISSING", "jwks", () => Create(With(AuthenticationMethod.PrivateKeyJwt))),
            (StatusCode.InvalidArgument, "CERTIFICATE_NAME_MISSING", "certificate_name", () => Create(With(AuthenticationMethod.Tls))),
            (StatusCode.InvalidArgument, "ENUM_VALUE_UNKNOWN", "authentication_method", () => Create(With((AuthenticationMethod)9))),
            (StatusCode.InvalidArgument, "SCOPE_UNKNOWN", "scopes", () => Update(new() { ClientId = id, Scopes = { "feed.red" } })),
            (StatusCode.InvalidArgument, "STATUS_NOT_SETTABLE", "status", () => Update(new() { ClientId = id, Status = ClientStatus.Pending })),
            (StatusCode.InvalidArgument, "ENUM_VALUE_UNKNOWN", "status", () => Update(new() { ClientId = id, Status = (ClientStatus)9 })),
            (StatusCode.FailedPrecondition, "CLIENT_PENDING", "client_id", () => Update(new() { ClientId = pending, Status = ClientStatus.Active })),
            (StatusCode.NotFound, "CLIENT_NOT_FOUND", "client_id", () => Update(new() { ClientId = "nobody", Status = ClientStatus.Active })),
            (StatusCode.InvalidArgument, "KEYS_UNUSED", "jwks", () => Update(new() { ClientId = id, Jwks = Jwks })),
            (StatusCode.InvalidArgument, "KEYS_TWICE", "jwks", () => Update(new() { ClientId = withKeys, Jwks = Jwks, JwksUri = "https://partner.example/jwks.json" })),
            (StatusCode.InvalidArgument, "JWKS_UNUSABLE", "jwks", () => Update(new() { ClientId = withKeys, Jwks = "{\"keys\":[]}" })),
            (StatusCode.InvalidArgument, "JWKS_URI_UNUSABLE", "jwks_uri", () => Update(new() { ClientId = withKeys, JwksUri = "http://partner.example/jwks.json" })),
            (StatusCode.InvalidArgument, "CERTIFICATE_NAME_UNUSED", "certificate_name", () => Update(new() { ClientId = withKeys, SanDns = "a.example.org" })),
            (StatusCode.InvalidArgument, "KEEP_OLD_OUT_OF_RANGE", "keep_old", () => Rotate(new() { ClientId = id, KeepOld = new() { Seconds = 91 * 86_400 } })),
            (StatusCode.InvalidArgument, "KEEP_OLD_OUT_OF_RANGE", "keep_old", () => Rotate(new() { ClientId = id, KeepOld = new() { Seconds = long.MaxValue } })),
            (StatusCode.InvalidArgument, "KEEP_OLD_OUT_OF_RANGE", "keep_old", () => Rotate(new() { ClientId = id, KeepOld = new() { Seconds = -1 } })),
            (StatusCode.NotFound, "SECRET_NOT_FOUND", "prefix", () => _clients.RevokeClientSecretAsync(new() { ClientId = id, Prefix = "hubcs_none" }).ResponseAsync),
            (StatusCode.FailedPrecondition, "CLIENT_NOT_PENDING", "client_id", () => _clients.RefuseClientAsync(new() { ClientId = id }).ResponseAsync),
            (StatusCode.NotFound, "CLIENT_NOT_FOUND", "client_id", () => _clients.ApproveClientAsync(new() { ClientId = "nobody" }).ResponseAsync),
        ];

        foreach (var (code, reason, field, call) in refusals)
        {
            var exception = await Assert.ThrowsAsync<RpcException>(call);
            var details = FailureDetails.Of(exception);
            Assert.Equal((code, reason), (exception.StatusCode, details.Reason));
            Assert.Equal(field, Assert.Single(details.BadRequest!.FieldViolations).Field);
        }

        CreateClientRequest With(AuthenticationMethod method) => new() { ParticipantId = _participant, Scopes = { "feed.read" }, AuthenticationMethod = method };
        Task Create(CreateClientRequest request) => _clients.CreateClientAsync(request).ResponseAsync;
        Task Update(UpdateClientRequest request) => _clients.UpdateClientAsync(request).ResponseAsync;
        Task Rotate(RotateClientSecretRequest request) => _clients.RotateClientSecretAsync(request).ResponseAsync;
    }

    [Fact]
    public async Task Other_scopes_than_that_of_operators_are_refused()
    {
        using var channel = _hub.Channel(await _hub.TokenAsync("catalogue.write feed.read dashboard.read", Cancel));
        var clients = new ClientService.ClientServiceClient(channel);

        var details = await RefusedAsync(StatusCode.PermissionDenied, () => clients.ListClientsAsync(new(), cancellationToken: Cancel));

        Assert.Equal("SCOPE_MISSING", details.Reason);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
    }

    private async Task<CreateClientResponse> CreateAsync(params string[] scopes) =>
        await _clients.CreateClientAsync(new() { ParticipantId = _participant, Scopes = { scopes } }, cancellationToken: Cancel);

    private CreateClientRequest WithKeys() =>
        new() { ParticipantId = _participant, Scopes = { "feed.read" }, AuthenticationMethod = AuthenticationMethod.PrivateKeyJwt, Jwks = Jwks };

    private async Task<Hub.Data.Clients.ClientCredential> StoredAsync(string id)
    {
        await using var db = _hub.Services.GetRequiredService<HubDatabase>().Open();
        return await db.Clients.AsNoTracking().SingleAsync(c => c.ClientId == id, Cancel);
    }

    private async Task<string> PendingAsync()
    {
        var id = (await CreateAsync("feed.read")).Client.ClientId;
        await using var db = _hub.Services.GetRequiredService<HubDatabase>().Open();
        await db.Clients.Where(c => c.ClientId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Status, Hub.Data.Clients.ClientStatus.Pending), Cancel);
        return id;
    }

    private async Task<HttpStatusCode> AskAsync(string id, string secret)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret)]);
        using var response = await _hub.Http.PostAsync("/connect/token", form, Cancel);
        return response.StatusCode;
    }

    private static async Task<FailureDetails> RefusedAsync<T>(StatusCode code, Func<AsyncUnaryCall<T>> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(code, exception.StatusCode);
        return FailureDetails.Of(exception);
    }
}
