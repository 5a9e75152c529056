using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;

namespace Hub.Testing;

/// <summary>
/// A hub as an operator runs it: the executable in a process of its own, on a data directory and two loopback ports. The project that uses
/// it references Hub.Api, so the executable lies beside the test.
/// </summary>
public sealed class HubProcess : IAsyncDisposable
{
    // A machine that builds besides may take long to start a process; a hub that ends is noticed at once.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly string _dataDirectory;
    private readonly StringBuilder _output = new();
    private Process? _process;
    private (string Name, string Value)[] _settings = [];
    private string _probe = "/health/ready";

    private HubProcess(string dataDirectory, Uri httpUrl, Uri grpcUrl, HttpMessageHandler? handler = null)
    {
        _dataDirectory = dataDirectory;
        HttpUrl = httpUrl;
        GrpcUrl = grpcUrl;
        Http = new(handler ?? new HttpClientHandler()) { BaseAddress = HttpUrl };
    }

    /// <summary>Where GraphQL, tokens and health answer.</summary>
    public Uri HttpUrl { get; }

    /// <summary>Where gRPC answers.</summary>
    public Uri GrpcUrl { get; }

    /// <summary>Where clients call with certificates; null without TLS.</summary>
    public Uri? MtlsUrl { get; private init; }

    /// <summary>Number of the running process.</summary>
    public int Id => _process?.Id ?? throw new InvalidOperationException("The hub does not run.");

    /// <summary>A client of <see cref="HttpUrl"/>.</summary>
    public HttpClient Http { get; }

    /// <summary>Everything the hub wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts a hub on a data directory and waits until it is ready.</summary>
    /// <param name="dataDirectory">Where it keeps its data.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="settings">Further settings, such as <c>Hub:Auth:Authority</c>; commands get them too.</param>
    public static Task<HubProcess> StartAsync(string dataDirectory, CancellationToken cancel, params (string Name, string Value)[] settings) =>
        StartAsync(dataDirectory, settings, "/health/ready", cancel);

    /// <summary>As <see cref="StartAsync(string, CancellationToken, ValueTuple{string, string}[])"/>, but waits only until it lives: what it needs may be missing.</summary>
    public static Task<HubProcess> StartAliveAsync(string dataDirectory, CancellationToken cancel, params (string Name, string Value)[] settings) =>
        StartAsync(dataDirectory, settings, "/health/live", cancel);

    private static async Task<HubProcess> StartAsync(string dataDirectory, (string Name, string Value)[] settings, string probe, CancellationToken cancel)
    {
        var ports = FreePorts(2);
        var hub = new HubProcess(dataDirectory, new($"http://127.0.0.1:{ports[0]}"), new($"http://127.0.0.1:{ports[1]}"))
        {
            _settings = settings, _probe = probe,
        };
        await hub.StartAsync(cancel);
        return hub;
    }

    /// <summary>Starts a hub with TLS: all it serves on one port, and on another one the same to clients with certificates.</summary>
    /// <param name="dataDirectory">Where it keeps its data.</param>
    /// <param name="tls">Its certificate, and who vouches for clients.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<HubProcess> StartTlsAsync(string dataDirectory, TlsFiles tls, CancellationToken cancel, params (string Name, string Value)[] settings)
    {
        ArgumentNullException.ThrowIfNull(tls);
        var ports = FreePorts(2);
        var (url, mtlsUrl) = ($"https://127.0.0.1:{ports[0]}", $"https://127.0.0.1:{ports[1]}");
        var hub = new HubProcess(dataDirectory, new(url), new(url), tls.Handler())
        {
            MtlsUrl = new(mtlsUrl),
            _settings = [("Hub:GrpcUrl", ""), ("Hub:MtlsUrl", mtlsUrl), .. tls.Settings, .. settings],
        };
        await hub.StartAsync(cancel);
        return hub;
    }

    /// <summary>Starts it again on the same ports, after <see cref="KillAsync"/>.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        _process = Start(["serve"]);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        while (!await HasStartedAsync(limit.Token))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The hub ended with code {_process.ExitCode}:\n{Output}");
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Ends it as a power switch would: SIGKILL.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync(cancel);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sends a signal, such as STOP or TERM.</summary>
    public async Task SignalAsync(string name, CancellationToken cancel)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancel);
    }

    /// <summary>Waits until it has ended by itself, and gives its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancel)
    {
        var process = _process ?? throw new InvalidOperationException("The hub does not run.");
        await process.WaitForExitAsync(cancel);
        _process = null;
        using (process)
            return process.ExitCode;
    }

    /// <summary>Starts a hub on another data directory at the addresses of this one.</summary>
    public async Task<HubProcess> StartCopyAsync(string dataDirectory, CancellationToken cancel)
    {
        var copy = new HubProcess(dataDirectory, HttpUrl, GrpcUrl);
        await copy.StartAsync(cancel);
        return copy;
    }

    /// <summary>Runs one operator command with <c>--json</c> on the same data directory and gives its answer.</summary>
    public async Task<JsonElement> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        using var process = Start([.. arguments, "--json"]);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var answer = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0
            ? JsonDocument.Parse(answer).RootElement.Clone()
            : throw new InvalidOperationException($"hub {string.Join(' ', arguments)} ended with {process.ExitCode}: {answer}{await errors}");
    }

    /// <summary>Registers a participant with one source and one client.</summary>
    public async Task<Partner> OnboardAsync(string name, string kind, string offerKinds, string scopes, CancellationToken cancel)
    {
        var all = await RunAsync(
            cancel, "onboard", name, "--kind", kind, "--source", "catalogue", "--kinds", offerKinds, "--scopes", scopes);
        return new(
            all.GetProperty("participant").GetProperty("id").GetString()!,
            all.GetProperty("source").GetProperty("id").GetString()!,
            all.GetProperty("client").GetProperty("client_id").GetString()!,
            all.GetProperty("client").GetProperty("client_secret").GetString()!);
    }

    /// <summary>Gets an access token with a client's secret.</summary>
    public async Task<string> TokenAsync(Partner partner, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token");
        request.Headers.Authorization = new(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(partner.ClientId)}:{Uri.EscapeDataString(partner.ClientSecret)}")));
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var response = await Http.SendAsync(request, cancel);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("access_token").GetString()!;
    }

    /// <summary>Opens a channel whose calls carry the token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="manyConnections">True opens a connection more when those there are full of streams.</param>
    public GrpcChannel Channel(string token, bool manyConnections = false) => GrpcChannel.ForAddress(GrpcUrl, new()
    {
        HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = manyConnections },
        DisposeHttpClient = true,
        UnsafeUseInsecureChannelCallCredentials = true,
        Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", $"Bearer {token}");
            return Task.CompletedTask;
        })),
    });

    /// <summary>Asks a GraphQL question and gives the whole answer.</summary>
    public async Task<JsonElement> QueryAsync(string token, string query, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request, cancel);
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        Http.Dispose();
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "hub.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Hub__DataDirectory"] = _dataDirectory,
                ["Hub__HttpUrl"] = HttpUrl.ToString().TrimEnd('/'),
                ["Hub__GrpcUrl"] = GrpcUrl.ToString().TrimEnd('/'),
            },
        };
        foreach (var (name, value) in _settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("The hub could not be started.");
    }

    private async Task<bool> HasStartedAsync(CancellationToken cancel)
    {
        try
        {
            using var response = await Http.GetAsync(_probe, cancel);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Stop();
        return ports;
    }
}

/// <summary>A participant with one source and one client.</summary>
/// <param name="ParticipantId">Public id of the participant.</param>
/// <param name="SourceId">Public id of its source.</param>
/// <param name="ClientId">Id of its client.</param>
/// <param name="ClientSecret">Secret of its client.</param>
public sealed record Partner(string ParticipantId, string SourceId, string ClientId, string ClientSecret);
