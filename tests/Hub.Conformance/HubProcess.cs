using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hub.Testing;

namespace Hub.Conformance;

/// <summary>A hub as an operator runs it: a process of its own, on a temporary data directory and free ports.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly StringBuilder _log = new();
    private Process? _process;

    /// <summary>Where tokens and GraphQL are served.</summary>
    public Uri HttpUrl { get; private set; } = null!;

    /// <summary>Where gRPC is served.</summary>
    public Uri GrpcUrl { get; private set; } = null!;

    /// <summary>Starts a hub on an empty data directory.</summary>
    public static async Task<HubProcess> StartAsync(CancellationToken cancel)
    {
        var hub = new HubProcess();
        await hub.ServeAsync(cancel);
        return hub;
    }

    /// <summary>Starts it, on the same ports if it ran before.</summary>
    public async Task ServeAsync(CancellationToken cancel)
    {
        var http = HttpUrl is null ? "http://127.0.0.1:0" : HttpUrl.ToString().TrimEnd('/');
        var grpc = GrpcUrl is null ? "http://127.0.0.1:0" : GrpcUrl.ToString().TrimEnd('/');
        _process = Start(["serve", "--http-url", http, "--grpc-url", grpc]);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginErrorReadLine();
        var told = await _process.StandardOutput.ReadLineAsync(cancel)
            ?? throw new InvalidOperationException($"The hub did not start:\n{Log}");
        using var answer = JsonDocument.Parse(told);
        HttpUrl = new(answer.RootElement.GetProperty("http_url").GetString()!);
        GrpcUrl = new(answer.RootElement.GetProperty("grpc_url").GetString()!);
    }

    /// <summary>What it wrote to its log so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancel);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Runs an operator command on its data directory and reads the answer.</summary>
    public async Task<JsonElement> CommandAsync(CancellationToken cancel, params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode == 0, $"hub {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}{await errors}");
        using var answer = JsonDocument.Parse(output);
        return answer.RootElement.Clone();
    }

    /// <summary>Registers a participant with one source and a client that may write to it.</summary>
    public async Task<Partner> AddPartnerAsync(string name, string kinds, CancellationToken cancel)
    {
        var participant = await IdOfAsync(cancel, "participants", "add", name, "--kind", "PLATFORM");
        var source = await IdOfAsync(cancel, "sources", "add", "--participant", participant, "--name", "catalogue", "--kinds", kinds);
        var client = await CommandAsync(cancel, "clients", "add", "--participant", participant, "--scopes", "catalogue.write dashboard.read");
        return new(source, client.GetProperty("client_id").GetString()!, client.GetProperty("client_secret").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync(CancellationToken.None);
        _data.Dispose();
    }

    private async Task<string> IdOfAsync(CancellationToken cancel, params string[] arguments) =>
        (await CommandAsync(cancel, arguments)).GetProperty("id").GetString()!;

    private Process Start(string[] arguments)
    {
        // Built beside this test in the same configuration.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(output.Parent!.Parent!.FullName, "Hub.Api", output.Name, "hub.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments, "--json", "--environment", "Development", "--data-directory", _data.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private void Note(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}

/// <summary>One partner of a hub under test.</summary>
/// <param name="Source">Id of its source.</param>
/// <param name="ClientId">Id of its client.</param>
/// <param name="ClientSecret">Secret of its client.</param>
internal sealed record Partner(string Source, string ClientId, string ClientSecret);
