using System.Diagnostics;
using System.Text.Json;

namespace Hub.Samples.Quickstart.Running;

/// <summary>Runs the hub's operator commands and reads their one JSON object.</summary>
internal sealed class HubCommand(HubProgram program)
{
    private const string Cure = "Run it yourself to see more.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Runs a command and returns its answer.</summary>
    /// <exception cref="QuickstartFailure">It was refused; the hub says why and what to do.</exception>
    public async Task<JsonElement> RunAsync(string[] arguments, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var command = Process.Start(program.Start(arguments))!;
        try
        {
            var output = command.StandardOutput.ReadToEndAsync(patience.Token);
            var error = command.StandardError.ReadToEndAsync(patience.Token);
            await command.WaitForExitAsync(patience.Token);
            return Read(arguments, command.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            command.Kill();
            if (cancel.IsCancellationRequested)
                throw;

            throw new QuickstartFailure(What(arguments), $"It took longer than {Patience.TotalSeconds} s.", Cure);
        }
    }

    private static string What(string[] arguments) => $"The command 'hub {string.Join(' ', arguments)}' failed.";

    private static JsonElement Read(string[] arguments, int exitCode, string output, string error)
    {
        JsonElement answer;
        try
        {
            answer = JsonDocument.Parse(output).RootElement;
        }
        catch (JsonException)
        {
            throw new QuickstartFailure(
                What(arguments), $"It ended with {exitCode} and said: {(error.Trim() is "" ? output : error).Trim()}", Cure);
        }

        if (answer.TryGetProperty("error", out var refusal))
            throw new QuickstartFailure(What(arguments), refusal.GetProperty("message").GetString()!, refusal.GetProperty("fix").GetString()!);

        return exitCode == 0
            ? answer
            : throw new QuickstartFailure(What(arguments), $"It ended with {exitCode}.", Cure);
    }
}
