using System.CommandLine;
using System.Text.Json.Nodes;
using Hub.Data;

namespace Hub.Api.Commands;

/// <summary><c>hub migrate</c> and <c>hub doctor</c>.</summary>
internal static class DatabaseCommands
{
    public static Command CreateMigrate(CommandRunner runner, SharedOptions shared)
    {
        var command = new Command("migrate", "Creates the database or brings it up to date.");
        command.SetAction(runner.Plain(async (parsed, cancel) =>
        {
            await using var hub = OfflineHub.Create(shared.Settings(parsed));
            var database = hub.Provider.GetRequiredService<HubDatabase>();
            var applied = await database.MigrateAsync(cancel);
            return new CommandResult.Done(
                new() { ["database"] = database.Path, ["applied"] = new JsonArray([.. applied.Select(name => JsonValue.Create(name))]) },
                applied is [] ? $"{database.Path} is up to date." : $"{database.Path}: applied {string.Join(", ", applied)}.");
        }));
        return command;
    }

    public static Command CreateDoctor(CommandRunner runner, SharedOptions shared)
    {
        var command = new Command("doctor", "Looks for what would keep the hub from serving, and says how to put it right. Changes nothing.");
        command.SetAction(runner.Plain(async (parsed, cancel) =>
        {
            var findings = await Doctor.ExamineAsync(shared.Settings(parsed), cancel);
            var worst = findings.Max(finding => finding.Level);
            var json = new JsonObject
            {
                ["status"] = Name(worst),
                ["checks"] = new JsonArray([.. findings.Select(Json)]),
            };
            var text = string.Join('\n', findings.Select(Line));
            return worst == FindingLevel.Fail ? new CommandResult.Failed(json, text) : new CommandResult.Done(json, text);
        }));
        return command;
    }

    private static JsonObject Json(Finding finding) => new()
    {
        ["name"] = finding.Name,
        ["status"] = Name(finding.Level),
        ["message"] = finding.Message,
        ["fix"] = finding.Fix,
    };

    private static string Line(Finding finding) =>
        $"{Name(finding.Level),-4}  {finding.Name,-11}  {finding.Message}{(finding.Fix is { } fix ? $" {fix}" : "")}";

    private static string Name(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "OK",
        FindingLevel.Warn => "WARN",
        _ => "FAIL",
    };
}
