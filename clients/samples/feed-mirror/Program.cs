using System.CommandLine;
using System.Runtime.InteropServices;
using Grpc.Core;
using Hub.Feed.V1;
using PartnerSync;

namespace FeedMirror;

/// <summary>Keeps a local copy of what the hub shows, and proves that it is equal.</summary>
internal static class Program
{
    private const int Attempts = 20;
    private static readonly HubOptions Hub = new();
    private static readonly Option<string> Database = new("--db") { Description = "File of the copy.", DefaultValueFactory = _ => "mirror.db" };
    private static readonly Option<string[]> Sources = new("--source") { Description = "Only of these sources." };
    private static readonly Option<string[]> Areas = new("--area") { Description = "Only in these areas, by Kemendagri code." };
    private static readonly Option<bool> Once = new("--once") { Description = "Ends at the end of the log instead of following it." };

    public static async Task<int> Main(string[] args)
    {
        var follow = CommandOf("follow", "Copies what is shown, then follows the changes.", FollowAsync);
        follow.Options.Add(Once);
        var root = new RootCommand("Keeps a local copy of what the Integration Hub shows.")
        {
            follow, CommandOf("verify", "Catches up and compares the copy with a fresh snapshot.", VerifyAsync),
        };
        using var stop = new CancellationTokenSource();
        using var interrupted = StopOn(PosixSignal.SIGINT, stop);
        using var terminated = StopOn(PosixSignal.SIGTERM, stop);
        try
        {
            return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (exception is RpcException or InvalidDataException or HubTokenException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(exception is RpcException failed ? HubFailure.From(failed).ToString() : exception.Message);
            return 3;
        }
    }

    private static Command CommandOf(string name, string description, Func<Mirror, MirrorFile, ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { Database, Sources, Areas };
        Hub.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var hub = new HubConnection(Hub.Read(parsed), TimeProvider.System);
            using var file = new MirrorFile(parsed.GetValue(Database)!);
            var filter = new FeedFilter { Sources = { parsed.GetValue(Sources) ?? [] }, AreaCodes = { parsed.GetValue(Areas) ?? [] } };
            return await run(new(hub, file, filter, Console.Out), file, parsed, cancel);
        });
        return command;
    }

    private static async Task<int> FollowAsync(Mirror mirror, MirrorFile file, ParseResult parsed, CancellationToken cancel)
    {
        await mirror.RunAsync(!parsed.GetValue(Once), cancel);
        return 0;
    }

    /// <summary>Both can only be compared at one position, so while the hub changes it tries again.</summary>
    private static async Task<int> VerifyAsync(Mirror mirror, MirrorFile file, ParseResult parsed, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await mirror.RunAsync(follow: false, cancel);
            var (position, fresh) = await mirror.SnapshotAsync(cancel);
            if (mirror.ExactAt != position)
                continue;
            var copy = file.Digest();
            var isEqual = copy.ToString() == fresh.ToString();
            Console.WriteLine(isEqual ? $"Equal at {position}: {copy}" : $"NOT EQUAL at {position}: the copy has {copy}, the hub {fresh}");
            return isEqual ? 0 : 1;
        }

        Console.WriteLine("The hub changed all the while; try again when it is quieter.");
        return 2;
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
}
