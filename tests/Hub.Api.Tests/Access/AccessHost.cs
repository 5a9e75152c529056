using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Api.Access;
using Hub.Api.Hosting;
using Hub.Auth;
using Hub.Auth.Clients;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Clients;
using Hub.Registry.V1;
using Hub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Participant = Hub.Data.Participants.Participant;
using ParticipantKind = Hub.Data.Participants.ParticipantKind;

namespace Hub.Api.Tests.Access;

/// <summary>Access control before services that do nothing, on two loopback ports, with real tokens and a clock moved by hand.</summary>
public sealed class AccessHost : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<(string, string?, DateTimeOffset), string> _tokens = [];
    private WebApplication? _app;

    internal ManualClock Clock { get; } = new();

    internal GrpcChannel Channel { get; private set; } = null!;

    internal HttpClient Http { get; } = new();

    internal FakeFeed Feed { get; } = new();

    internal HubDatabase Database => _app!.Services.GetRequiredService<HubDatabase>();

    internal string Issuer => _app!.Services.GetRequiredService<AuthOptions>().Issuer;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = false);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<FailureInterceptor>());
        builder.Services.AddHubData(_folder.Path);
        builder.Services.AddSingleton(Feed);
        builder.AddHubAuth();
        builder.AddAccess();
        builder.AddHealthAndReflection(AccessRulesTests.Files);

        _app = builder.Build();
        await Database.MigrateAsync(Cancel);
        _app.MapHubAuth();
        _app.MapGrpcService<NoRegistry>();
        _app.MapGrpcService<NoClients>();
        _app.MapGrpcService<NoSigningKeys>();
        _app.MapGrpcService<NoCatalogue>();
        _app.MapGrpcService<NoClusters>();
        _app.MapGrpcService<FakeFeed>();
        _app.MapHealthAndReflection();
        _app.MapGrpcService(Unruled.Service);
        _app.MapPost("/graphql", (RequestDelegate)(http => http.Response.WriteAsync(http.GetCaller().ClientId))).RequireAccess(Scopes.DashboardRead);
        await _app.StartAsync(Cancel);

        var urls = _app.Urls.ToList();
        Http.BaseAddress = new(urls[0]);
        Channel = GrpcChannel.ForAddress(urls[1]);
    }

    internal async Task<NewClient> AddClientAsync(string scopes)
    {
        await using var db = Database.Open();
        var participant = new Participant
        {
            PublicId = Guid.CreateVersion7(), LegalName = "Arunika", Kind = ParticipantKind.Platform, CreatedAt = Clock.GetUtcNow(),
        };
        db.Participants.Add(participant);
        await db.SaveChangesAsync(Cancel);
        var (client, _) = await _app!.Services.GetRequiredService<ClientAdmin>().AddAsync(participant.PublicId, scopes, Cancel);
        return client!;
    }

    /// <summary>A token for both resources, or one; the same for the same scopes while the clock stands.</summary>
    internal async Task<string> TokenAsync(string scopes, string? resource = null) =>
        _tokens.TryGetValue((scopes, resource, Clock.GetUtcNow()), out var token)
            ? token
            : _tokens[(scopes, resource, Clock.GetUtcNow())] = await TokenAsync(await AddClientAsync(scopes), resource);

    internal async Task<string> TokenAsync(NewClient client, string? resource = null)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.ClientId,
            ["client_secret"] = client.Secret,
            ["resource"] = resource is null ? "" : Issuer + resource,
        };
        using var content = new FormUrlEncodedContent(form);
        var response = await Http.PostAsync("/connect/token", content, Cancel);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("access_token").GetString()!;
    }

    /// <summary>Tells everything that the hub stops, as a signal would. The listeners stay.</summary>
    internal void BeginStop() => _app!.Lifetime.StopApplication();

    internal static CallOptions With(string? token) =>
        new(token is null ? [] : new Metadata { { "authorization", "Bearer " + token } }, cancellationToken: Cancel);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        await _app!.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Every method of it answers UNIMPLEMENTED to whom is let in.</summary>
    private sealed class NoRegistry : RegistryService.RegistryServiceBase;

    /// <summary>Likewise.</summary>
    private sealed class NoCatalogue : CatalogueSyncService.CatalogueSyncServiceBase;

    private sealed class NoClients : ClientService.ClientServiceBase;

    private sealed class NoSigningKeys : SigningKeyService.SigningKeyServiceBase;

    private sealed class NoClusters : Hub.Clusters.V1.ClusterService.ClusterServiceBase;

    /// <summary>A service nobody made a rule for.</summary>
    internal static class Unruled
    {
        private static readonly Marshaller<Empty> Bytes = Marshallers.Create(_ => Array.Empty<byte>(), _ => new Empty());

        public static Method<Empty, Empty> Tell { get; } = new(MethodType.Unary, "test.v1.SecretService", "Tell", Bytes, Bytes);

        public static ServerServiceDefinition Service { get; } = ServerServiceDefinition.CreateBuilder()
            .AddMethod(Tell, (UnaryServerMethod<Empty, Empty>)((_, _) => Task.FromResult(new Empty())))
            .Build();
    }
}
