using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Api.Hosting;
using Hub.Api.Participants;
using Hub.Auth.Clients;
using Hub.Data.Participants;
using Hub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests;

/// <summary>The whole hub in this process, on two free loopback ports and a folder of its own.</summary>
public sealed class RunningHub : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private WebApplication _app;
    private HubOptions _options;

    private RunningHub(WebApplication app, TemporaryFolder folder)
    {
        _app = app;
        _folder = folder;
        _options = app.Services.GetRequiredService<HubOptions>();
        Http = new() { BaseAddress = new(_options.HttpUrl.ToString()) };
    }

    public HttpClient Http { get; private set; }

    public Uri GrpcUrl => new(_options.GrpcUrl.ToString());

    public IServiceProvider Services => _app.Services;

    public string DataDirectory => _folder.Path;

    /// <summary>Starts a hub.</summary>
    /// <param name="cancel">Ends the start.</param>
    /// <param name="settings">Further settings, such as <c>--Hub:ShutdownNoticeSeconds=1</c>.</param>
    public static Task<RunningHub> StartAsync(CancellationToken cancel, params string[] settings) => StartAsync(_ => { }, cancel, settings);

    /// <summary>Starts a hub with services of a test beside its own.</summary>
    public static async Task<RunningHub> StartAsync(Action<IServiceCollection> more, CancellationToken cancel, params string[] settings)
    {
        var folder = new TemporaryFolder();
        return new(await StartOnAsync(folder, settings, cancel, more), folder);
    }

    /// <summary>Stops the hub and starts another on the same data; ports and keys may be others.</summary>
    public async Task RestartAsync(CancellationToken cancel, params string[] settings)
    {
        Http.Dispose();
        await _app.StopAsync(cancel);
        await _app.DisposeAsync();
        _app = await StartOnAsync(_folder, settings, cancel);
        _options = _app.Services.GetRequiredService<HubOptions>();
        Http = new() { BaseAddress = new(_options.HttpUrl.ToString()) };
    }

    private static async Task<WebApplication> StartOnAsync(
        TemporaryFolder folder, string[] settings, CancellationToken cancel, Action<IServiceCollection>? more = null)
    {
        var app = Program.Build(
        [
            "--environment=Development",
            $"--Hub:DataDirectory={folder.Path}",
            "--Hub:HttpUrl=http://127.0.0.1:0",
            "--Hub:GrpcUrl=http://127.0.0.1:0",
            "--Hub:ShutdownNoticeSeconds=0",

            // Only at the start: a test that runs long must not meet the clock by chance.
            "--Hub:Catalogue:SweepInterval=01:00:00",
            "--Logging:LogLevel:Default=Error",
            .. settings,
        ], more ?? (_ => { }));
        await app.StartAsync(cancel);
        return app;
    }

    /// <summary>Registers a participant with a client of these scopes and returns an access token of it.</summary>
    public async Task<string> TokenAsync(string scopes, CancellationToken cancel, string name = "Balai Latihan")
    {
        var (participant, _) = await Services.GetRequiredService<Registration>().AddAsync(new(name, ParticipantKind.Provider), cancel);
        var (client, refusal) = await Services.GetRequiredService<ClientAdmin>().AddAsync(participant!.PublicId, scopes, cancel);
        Assert.Null(refusal);

        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_id", client!.ClientId),
            new("client_secret", client.Secret),
        ]);
        using var response = await Http.PostAsync("/connect/token", form, cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        return answer.GetProperty("access_token").GetString()!;
    }

    /// <summary>Opens a channel. Without a token its calls are anonymous.</summary>
    public GrpcChannel Channel(string? token = null)
    {
        var options = new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true };
        if (token is not null)
        {
            options.Credentials = ChannelCredentials.Create(
                ChannelCredentials.Insecure,
                CallCredentials.FromInterceptor((_, metadata) =>
                {
                    metadata.Add("Authorization", $"Bearer {token}");
                    return Task.CompletedTask;
                }));
        }

        return GrpcChannel.ForAddress(GrpcUrl, options);
    }

    /// <summary>Begins to stop the hub; the task ends when it has stopped.</summary>
    public Task StopAsync(CancellationToken cancel) => _app.StopAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
