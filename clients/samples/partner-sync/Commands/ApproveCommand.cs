using System.CommandLine;
using Spectre.Console;

namespace PartnerSync;

/// <summary><c>partner-sync approve</c>: lets the withdrawals go that a session holds.</summary>
internal sealed class ApproveCommand(IAnsiConsole console, TimeProvider time)
{
    private readonly HubOptions _hub = new();
    private readonly Option<string> _session = new("--session") { Description = "Session that holds them.", Required = true };
    private readonly Option<long> _ceiling = new("--ceiling") { Description = "Most withdrawals you approve; with more, nothing is done.", Required = true };

    public Command Create()
    {
        var command = new Command("approve", "Approves withdrawals that the hub holds.") { _session, _ceiling };
        _hub.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        using var hub = new HubConnection(_hub.Read(parsed), time);
        var answer = await hub.Client.ApproveWithdrawalsAsync(
            new() { SessionId = parsed.GetValue(_session)!, Ceiling = parsed.GetValue(_ceiling) },
            await hub.Token.HeadersAsync(cancel), cancellationToken: cancel);
        console.MarkupLineInterpolated($"{answer.Withdrawn} withdrawn, {answer.Superseded} dropped because the item changed since.");
        return ExitCodes.Done;
    }
}
