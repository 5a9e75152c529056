using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using CsvHelper;
using Grpc.Core;
using Spectre.Console;

namespace PartnerSync;

/// <summary>Pushes a partner's catalogue to the hub from a CSV or JSON lines file.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var console = AnsiConsole.Console;
        var root = new RootCommand("Pushes a catalogue to the Integration Hub.")
        {
            new PushCommand(console, TimeProvider.System).Create(),
            new ApproveCommand(console, TimeProvider.System).Create(),
            new StatusCommand(console, TimeProvider.System).Create(),
            new PreviewCommand(Console.Out).Create(),
        };
        var parsed = root.Parse(args);
        using var stop = new CancellationTokenSource();
        using var interrupted = StopOn(PosixSignal.SIGINT, stop);
        using var terminated = StopOn(PosixSignal.SIGTERM, stop);
        try
        {
            var code = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
            return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
        }
        catch (Exception exception) when (Explain(exception) is { } told)
        {
            await Console.Error.WriteLineAsync(told.Message);
            return told.Code;
        }
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });

    /// <summary>What went wrong, for people; null for a fault of this program.</summary>
    private static (int Code, string Message)? Explain(Exception exception) => exception switch
    {
        OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled } =>
            (ExitCodes.Interrupted, "Interrupted. What the hub acknowledged stays; --resume goes on."),
        RpcException failed => (ExitCodes.Failed, $"The hub ended the call: {HubFailure.From(failed)}"),
        HubTokenException or HttpRequestException => (ExitCodes.Failed, exception.Message),
        InvalidDataException => (ExitCodes.Usage, exception.Message),
        BadDataException bad => (ExitCodes.Usage, $"Line {bad.Context?.Parser?.RawRow} is no CSV: a quotation mark stands where none may."),
        DecoderFallbackException => (ExitCodes.Usage, $"The file is not UTF-8: {exception.Message}"),
        IOException => (ExitCodes.Usage, exception.Message),
        _ => null,
    };
}
