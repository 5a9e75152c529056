using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Auth.Audit;
using Hub.Data.Audit;

namespace Hub.Api.Commands;

/// <summary><c>hub audit verify</c>, <c>list</c>, <c>proof</c> and <c>restart</c>.</summary>
internal static class AuditCommands
{
    private const int StandardLast = 1_000;

    public static Command Create(CommandRunner runner) => new("audit", "Reads and verifies the log of who did what.")
    {
        CreateVerify(runner),
        CreateList(runner),
        CreateProof(runner),
        CreateRestart(runner),
    };

    private static Command CreateVerify(CommandRunner runner)
    {
        var kept = new Option<FileInfo?>("--checkpoint") { Description = "A checkpoint of this log that was kept elsewhere.", HelpName = "file" };
        var command = new Command("verify", "Computes every hash and signature anew; finds any edit, removal, reorder or truncation.") { kept };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            string? note;
            try
            {
                note = parsed.GetValue(kept) is { } file ? await File.ReadAllTextAsync(file.FullName, cancel) : null;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return new CommandResult.Refused("CHECKPOINT_UNREADABLE", "checkpoint", $"The checkpoint cannot be read: {failure.Message}", "Give a file that the command may read.");
            }

            var report = await hub.GetRequiredService<AuditInspector>().VerifyAsync(note, cancel);
            return report.Problems is []
                ? new CommandResult.Done(Json(report), $"The audit log in {report.Directory} is whole: {report.Size:N0} entries, root {report.RootHash ?? "-"}.")
                : new CommandResult.Failed(Json(report), string.Join('\n', Told(report)));
        }));
        return command;
    }

    private static Command CreateList(CommandRunner runner)
    {
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only entries from this instant on, such as 2026-11-26T03:00:00Z." };
        var client = new Option<string?>("--client") { Description = "Only entries about this client, or by it." };
        var name = new Option<string?>("--event") { Description = "Only this event, such as tokens.refused; client. takes all that begin so." };
        var last = new Option<int>("--last") { Description = $"At most so many, the newest; {StandardLast} unless given.", DefaultValueFactory = _ => StandardLast };
        var command = new Command("list", "Lists entries, oldest first.") { since, client, name, last };
        command.SetAction(runner.Offline((parsed, hub, _) =>
        {
            var (from, who, what) = (parsed.GetValue(since), parsed.GetValue(client), parsed.GetValue(name));
            var found = hub.GetRequiredService<AuditInspector>().Read()
                .Where(read => Matches(read.Entry, from, who, what))
                .TakeLast(Math.Max(parsed.GetValue(last), 1))
                .ToList();
            var json = new JsonArray([.. found.Select(read => new JsonObject { ["index"] = read.Index, ["entry"] = JsonObject.Create(read.Entry) })]);
            return Task.FromResult<CommandResult>(new CommandResult.Done(
                new() { ["entries"] = json }, found is [] ? "There are no such entries." : string.Join('\n', found.Select(read => Line(read.Index, read.Entry)))));
        }));
        return command;
    }

    private static Command CreateProof(CommandRunner runner)
    {
        var index = new Argument<long>("index") { Description = "Number of the entry, as list shows it." };
        var command = new Command("proof", "Proves that an entry is in the log, to somebody who has nothing but a checkpoint.") { index };
        command.SetAction(runner.Offline((parsed, hub, _) =>
        {
            var asked = parsed.GetRequiredValue(index);
            if (hub.GetRequiredService<AuditInspector>().Prove(asked) is not { } proof)
            {
                return Task.FromResult<CommandResult>(new CommandResult.Refused(
                    "ENTRY_NOT_FOUND", "index", $"The log has no entry {asked}, or no checkpoint.", "hub audit list shows the numbers."));
            }

            var path = proof.Path.Select(Convert.ToBase64String).ToList();
            var json = new JsonObject
            {
                ["index"] = proof.Index,
                ["entry"] = proof.Entry,
                ["path"] = new JsonArray([.. path.Select(hash => JsonValue.Create(hash))]),
                ["checkpoint"] = proof.Checkpoint,
                ["verifier_key"] = proof.VerifierKey,
            };
            return Task.FromResult<CommandResult>(new CommandResult.Done(
                json, $"entry {proof.Index}\n{proof.Entry}\n\npath\n{string.Join('\n', path)}\n\ncheckpoint\n{proof.Checkpoint}\nkey\n{proof.VerifierKey}"));
        }));
        return command;
    }

    private static Command CreateRestart(CommandRunner runner)
    {
        var reason = new Option<string>("--reason") { Description = "Why the old log is given up; it becomes the first thing the new one tells.", Required = true };
        var command = new Command("restart", "Begins another log where the old one is lost for good. The new one tells how far the old one had come.") { reason };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var (witnesses, report) = (hub.GetRequiredService<AuditWitnessStore>(), await hub.GetRequiredService<AuditInspector>().GlanceAsync(cancel));
            if (await witnesses.FindAsync(cancel) is not { } old)
                return new CommandResult.Refused("LOG_NOT_BEGUN", null, "No log was begun on this database yet.", "Nothing is to be done: the first entry begins one.");
            if (Directory.Exists(report.Directory) && Directory.EnumerateFileSystemEntries(report.Directory).Any(path => Path.GetFileName(path) != "lock"))
            {
                return new CommandResult.Refused(
                    "LOG_IN_THE_WAY", null, $"{report.Directory} still holds files of the old log.", "Move them away, and keep them: what is left of them can be verified.");
            }

            await witnesses.ForgetAsync(cancel);
            await hub.GetRequiredService<AuditLog>().RecordAsync(new(AuditEvents.LogRestarted)
            {
                Count = old.Size, Subject = Convert.ToBase64String(old.RootHash), Detail = old.VerifierKey, Reason = parsed.GetRequiredValue(reason),
            });
            return new CommandResult.Done(
                new() { ["old_size"] = old.Size, ["old_root_hash"] = Convert.ToBase64String(old.RootHash) },
                $"Began another log. The old one had {old.Size:N0} entries.");
        }));
        return command;
    }

    private static bool Matches(JsonElement entry, DateTimeOffset? since, string? client, string? name) =>
        (since is null || DateTimeOffset.Parse(Text(entry, "at"), CultureInfo.InvariantCulture) >= since)
        && (client is null || Text(entry, "client") == client || Text(entry, "by") == $"client:{client}")
        && (name is null || Text(entry, "event") == name || (name.EndsWith('.') && Text(entry, "event").StartsWith(name, StringComparison.Ordinal)));

    private static string Text(JsonElement entry, string member) => entry.TryGetProperty(member, out var value) ? value.ToString() : "";

    private static string Line(long index, JsonElement entry) => string.Join(
        "  ",
        [
            index.ToString(CultureInfo.InvariantCulture),
            Text(entry, "at"),
            Text(entry, "event"),
            .. entry.EnumerateObject().Where(member => member.Name is not ("at" or "event")).Select(member => $"{member.Name}={member.Value}"),
        ]);

    private static IEnumerable<string> Told(AuditReport report) =>
    [
        $"The audit log in {report.Directory} is not what was written ({report.Size:N0} entries in its checkpoint).",
        .. report.Problems.Select(problem => $"{problem.Reason}: {problem.Message}"),
        "Keep a copy of the folder and of the database as they are; then restore the folder from a backup.",
    ];

    private static JsonObject Json(AuditReport report) => new()
    {
        ["directory"] = report.Directory,
        ["whole"] = report.Problems is [],
        ["size"] = report.Size,
        ["root_hash"] = report.RootHash,
        ["verifier_key"] = report.VerifierKey,
        ["problems"] = new JsonArray([.. report.Problems.Select(problem => new JsonObject { ["reason"] = problem.Reason, ["message"] = problem.Message })]),
    };
}
