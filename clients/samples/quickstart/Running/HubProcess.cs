using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Hub.Samples.Quickstart.Running;

/// <summary>A running hub. Disposing stops it and waits until it has ended.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private const int LinesShownOnFailure = 8;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly HubLog _log;
    private readonly Task _logging;

    private HubProcess(Process process, HubLog log)
    {
        _process = process;
        _log = log;
        _logging = log.KeepAsync(process.StandardError);
    }

    /// <summary>Address of GraphQL, tokens and health.</summary>
    public Uri HttpUrl { get; private set; } = null!;

    /// <summary>Address of gRPC.</summary>
    public Uri GrpcUrl { get; private set; } = null!;

    /// <summary>Starts a hub on free ports of this machine and waits until it is ready.</summary>
    /// <exception cref="QuickstartFailure">It did not come up.</exception>
    public static async Task<HubProcess> StartAsync(HubProgram program, HttpClient http, CancellationToken cancel)
    {
        var start = program.Start("serve", "--http-url", "http://127.0.0.1:0", "--grpc-url", "http://127.0.0.1:0");
        var hub = new HubProcess(Process.Start(start)!, new(program.LogFile));
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(StartPatience);
            await hub.WaitUntilReadyAsync(http, patience.Token);
            return hub;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await hub.DisposeAsync();
            throw new QuickstartFailure(
                "The hub did not get ready.", $"It took longer than {StartPatience.TotalSeconds} s.", $"Read {program.LogFile}, then try again.");
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the hub gracefully: calls in flight end, what was acknowledged is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            ProcessSignal.AskToEnd(_process);

        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _logging;
        _process.Dispose();
    }

    /// <summary>Completes when the hub ends without being asked to, and says how it did.</summary>
    public async Task<QuickstartFailure> EndAsync(CancellationToken cancel)
    {
        await _process.WaitForExitAsync(cancel);
        await _logging;
        return new(
            "The hub ended by itself.",
            $"It ended with {_process.ExitCode}. Its last words:\n{string.Join('\n', _log.Last(LinesShownOnFailure))}",
            "Mend what it says, then start the quickstart again.");
    }

    private async Task WaitUntilReadyAsync(HttpClient http, CancellationToken cancel)
    {
        // The hub writes one line once its ports answer: the addresses, or why there are none.
        if (await _process.StandardOutput.ReadLineAsync(cancel) is not { } line)
            throw await EndAsync(cancel);

        using var said = JsonDocument.Parse(line);
        if (said.RootElement.TryGetProperty("error", out var refusal))
        {
            throw new QuickstartFailure(
                "The hub did not start.", refusal.GetProperty("message").GetString()!, refusal.GetProperty("fix").GetString()!);
        }

        HttpUrl = new(said.RootElement.GetProperty("http_url").GetString()!);
        GrpcUrl = new(said.RootElement.GetProperty("grpc_url").GetString()!);
        while (!await IsReadyAsync(http, cancel))
        {
            if (_process.HasExited)
                throw await EndAsync(cancel);
            await Task.Delay(Pause, cancel);
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(HttpUrl, "/health/ready"), cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // Not reachable is not ready; whether the hub has ended is asked next.
            return false;
        }
    }
}
