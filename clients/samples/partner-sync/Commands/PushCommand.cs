using System.CommandLine;
using Hub.Catalogue.V1;
using Spectre.Console;

namespace PartnerSync;

/// <summary><c>partner-sync push</c>: maps a file and sends it.</summary>
internal sealed class PushCommand(IAnsiConsole console, TimeProvider time)
{
    private readonly InputOptions _input = new();
    private readonly HubOptions _hub = new();
    private readonly Option<string> _source = new("--source") { Description = "Id of the source the items belong to.", Required = true };
    private readonly Option<string> _mode = new("--mode")
    {
        Description = "delta: these items changed. snapshot: this is the whole catalogue.",
        Required = true,
    };
    private readonly Option<bool> _full = new("--full") { Description = "Sends a snapshot whole, without asking by digests what the hub lacks." };
    private readonly Option<bool> _epoch = new("--epoch")
    {
        Description = "The items have no revisions of their own; the order of snapshots counts. Sends a snapshot whole.",
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with the upload that was interrupted." };
    private readonly Option<FileInfo?> _report = new("--report") { Description = "Writes every verdict to this CSV file." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Fails when items were quarantined or withdrawals held, too." };
    private readonly Option<bool> _validate = new("--validate-only") { Description = "Has the hub check every item and store nothing." };
    private readonly Option<int> _retryFor = new("--retry-for")
    {
        Description = "Seconds to try again without any progress before giving up.",
        DefaultValueFactory = _ => 300,
    };

    private readonly Option<int> _batch = new("--batch") { Description = "Items a message, 1 to 1,000.", DefaultValueFactory = _ => 500 };

    public Command Create()
    {
        _mode.AcceptOnlyFromAmong("delta", "snapshot");
        _batch.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000)
                result.AddError("--batch needs a number from 1 to 1000.");
        });
        var command = new Command("push", "Maps a file's rows to items and sends them to the hub.");
        _input.AddTo(command);
        foreach (var option in new Option[] { _source, _mode, _full, _epoch, _resume, _report, _strict, _validate, _retryFor, _batch })
            command.Options.Add(option);
        _hub.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var isEpoch = parsed.GetValue(_epoch);
        var input = _input.Read(parsed, isEpoch);
        var address = _hub.Read(parsed);
        var file = input.Check();
        PushReport.WriteUnread(console, Path.GetFileName(input.File), file);
        var rows = file.Rows;
        var mode = parsed.GetValue(_mode) == "delta" ? SyncMode.Delta : SyncMode.Snapshot;
        if (mode == SyncMode.Delta && (isEpoch || parsed.GetValue(_full)))
            throw new InvalidDataException("--full and --epoch are for snapshots.");
        var options = new PushOptions
        {
            Source = parsed.GetValue(_source)!,
            Mode = mode,
            RevisionPolicy = isEpoch ? RevisionPolicy.Epoch : RevisionPolicy.Counter,
            ByDigest = mode == SyncMode.Snapshot && !isEpoch && !parsed.GetValue(_full) && !parsed.GetValue(_validate),
            BatchSize = parsed.GetValue(_batch),
            ExpectedCount = rows,
            ValidateOnly = parsed.GetValue(_validate),
            RetryFor = TimeSpan.FromSeconds(parsed.GetValue(_retryFor)),
        };

        var state = StateOf(input, options, parsed.GetValue(_resume));
        using var hub = new HubConnection(address, time);
        var (result, verdicts) = await ProgressView.RunAsync(
            console, rows, (_, resumeAfter) => OnOpened(state, input, resumeAfter),
            listener => new SyncPush(hub.Channel.CreateCallInvoker(), hub.Token, time)
                .RunAsync(options with { SessionId = state.SessionId }, input.Items(), listener, cancel));
        File.Delete(ResumeFile.PathOf(input.File));

        var all = await AllVerdictsAsync(hub, options, result, verdicts, cancel);
        PushReport.Write(console, result, rows, all);
        await WriteReportAsync(parsed.GetValue(_report), all);
        return ExitCode(result.Closed.Counts, parsed.GetValue(_strict));
    }

    /// <summary>The upload that was interrupted if it is to go on, else a new one.</summary>
    private ResumeFile StateOf(MappedInput input, PushOptions options, bool resume)
    {
        var path = ResumeFile.PathOf(input.File);
        var fingerprint = input.Fingerprint(options.Source, options.Mode.ToString(), options.ValidateOnly.ToString(), options.ByDigest.ToString());
        var earlier = ResumeFile.Read(path);
        if (resume && earlier is { } found)
        {
            return found.Fingerprint == fingerprint
                ? found
                : throw new InvalidDataException(
                    $"'{path}' belongs to another upload: the file, the map, the source, the mode, the revision, --full or a filter changed. Push without --resume.");
        }

        if (resume)
            console.MarkupLine("Nothing to resume; this is a new upload.");
        else if (earlier is not null)
            console.MarkupLine("[yellow]An earlier upload of this file was not finished.[/] This is a new one; --resume would have gone on.");
        return new(Guid.CreateVersion7(time.GetUtcNow()).ToString(), fingerprint, time.GetUtcNow());
    }

    private void OnOpened(ResumeFile state, MappedInput input, long resumeAfter)
    {
        state.Write(ResumeFile.PathOf(input.File));
        if (resumeAfter > 0)
            console.MarkupLineInterpolated($"The hub has {resumeAfter} items of session {state.SessionId}; going on after them.");
    }

    /// <summary>What came in on the stream, or all that the hub stored where some of it came in on an earlier stream or at the commit.</summary>
    private static async Task<IReadOnlyList<Verdict>> AllVerdictsAsync(
        HubConnection hub, PushOptions options, PushResult result, IReadOnlyList<Verdict> verdicts, CancellationToken cancel)
    {
        if (options.ValidateOnly || (options.Mode == SyncMode.Delta && result is { Streams: 1, ResumedAfter: 0 }))
            return verdicts;

        var stored = StoredVerdicts.ReadAsync(hub.Client, hub.Token, options.Source, result.Closed.SessionId, cancel);
        return await stored.OrderBy(verdict => verdict.Sequence).ToListAsync(cancel);
    }

    private static async Task WriteReportAsync(FileInfo? report, IReadOnlyList<Verdict> verdicts)
    {
        if (report is null)
            return;
        await using var writer = new StreamWriter(report.FullName);
        VerdictCsv.Write(writer, verdicts);
    }

    private static int ExitCode(OutcomeCounts counts, bool strict)
    {
        if (PushReport.IsRefused(counts))
            return ExitCodes.Refused;
        return strict && PushReport.IsWaiting(counts) ? ExitCodes.Waiting : ExitCodes.Done;
    }
}
