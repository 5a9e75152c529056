using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hub.Auth.Bearer;
using Hub.Auth.Clients;
using Hub.Auth.Keys;
using Hub.Auth.Tokens;
using Hub.Data;
using Hub.Data.Participants;
using Hub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Auth.Tests;

/// <summary>The token service alone on a database in a temporary folder, with a clock moved by hand.</summary>
public sealed class AuthHost : IAsyncLifetime
{
    public const string Issuer = "https://hub.test";

    private readonly TemporaryFolder _ownFolder = new();
    private readonly string _folder;
    private WebApplication? _app;

    public AuthHost()
        : this(null, new())
    {
    }

    /// <summary>A second node on the database and the clock of another.</summary>
    internal AuthHost(string? folder, ManualClock clock)
    {
        _folder = folder ?? _ownFolder.Path;
        Clock = clock;
    }

    internal ManualClock Clock { get; }

    internal string Folder => _folder;

    internal IServiceProvider Provider => _app!.Services;

    internal HttpClient Http { get; private set; } = null!;

    internal HubDatabase Database => Provider.GetRequiredService<HubDatabase>();

    internal BearerTokens Bearer => Provider.GetRequiredService<BearerTokens>();

    internal TokenIssuer TokenIssuer => Provider.GetRequiredService<TokenIssuer>();

    internal KeyRing Keys => Provider.GetRequiredService<KeyRing>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => StartAsync();

    internal async ValueTask StartAsync(string environment = "Development", params (string Setting, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            Args = ["--hostBuilder:reloadConfigOnChange=false", "--Logging:LogLevel:Default=Warning"],
        });
        builder.WebHost.UseTestServer();

        // The offer store needs a reader that only the whole hub has.
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = false);

        // Tests of refusals all come from one address, on a clock that stands still.
        builder.Configuration.AddInMemoryCollection([new("Hub:Auth:Issuer", Issuer), new("Hub:Auth:Limits:FailuresPerAddress", "1000000")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Setting, (string?)s.Value)));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddHubData(_folder);
        builder.AddHubAuth();
        _app = builder.Build();
        await Database.MigrateAsync(Cancel);
        _app.MapHubAuth();
        await _app.StartAsync(Cancel);
        Http = _app.GetTestClient();
    }

    internal async Task<Guid> AddParticipantAsync(string name = "Arunika Training")
    {
        await using var db = Database.Open();
        var participant = new Participant
        {
            PublicId = Guid.CreateVersion7(), LegalName = name, Kind = ParticipantKind.Platform, CreatedAt = Clock.GetUtcNow(),
        };
        db.Participants.Add(participant);
        await db.SaveChangesAsync(Cancel);
        return participant.PublicId;
    }

    internal async Task<NewClient> AddClientAsync(string scopes = "catalogue.write catalogue.read dashboard.read", Guid? participant = null)
    {
        var (client, refusal) = await Provider.GetRequiredService<ClientAdmin>()
            .AddAsync(participant ?? await AddParticipantAsync(), scopes, Cancel);
        Assert.Null(refusal);
        return client!;
    }

    /// <summary>Asks for a token by client_secret_post, with further parameters.</summary>
    internal async Task<JsonElement> AskAsync(NewClient client, params (string Name, string Value)[] more)
    {
        var request = Request(
            [("grant_type", "client_credentials"), ("client_id", client.ClientId), ("client_secret", client.Secret), .. more]);
        var response = await Http.SendAsync(request, Cancel);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    internal async Task<string> TokenAsync(NewClient client, params (string Name, string Value)[] more) =>
        (await AskAsync(client, more)).GetProperty("access_token").GetString()!;

    internal ValueTask<BearerResult> CheckAsync(string token, Resources resource = Resources.Grpc) =>
        Bearer.AuthenticateAsync("Bearer " + token, resource, Cancel);

    /// <summary>Sends a form with the client's id and secret.</summary>
    internal Task<HttpResponseMessage> PostAsync(string path, NewClient client, params (string Name, string Value)[] form)
    {
        var request = Request([("client_id", client.ClientId), ("client_secret", client.Secret), .. form]);
        request.RequestUri = new(path, UriKind.Relative);
        return Http.SendAsync(request, Cancel);
    }

    internal static HttpRequestMessage Request(params (string Name, string Value)[] form) => new(HttpMethod.Post, "/connect/token")
    {
        Content = new FormUrlEncodedContent(form.Select(p => KeyValuePair.Create(p.Name, p.Value))),
    };

    internal static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _ownFolder.Dispose();
    }
}
