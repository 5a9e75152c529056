using System.CommandLine;
using System.Globalization;
using Hub.Data;
using Hub.Data.Areas;

namespace Hub.Api.Commands;

/// <summary><c>hub areas load</c>.</summary>
internal static class AreaCommands
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("file") { Description = "Lines of code,name, each area after the one it lies in." };
        var load = new Command("load", "Adds areas the hub does not know yet; items that wait for one of them are shown within a minute.") { file };
        load.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var path = parsed.GetRequiredValue(file).FullName;
            await using var db = hub.GetRequiredService<HubDatabase>().Open();
            var result = await AreaLoad.AddAsync(db, await File.ReadAllLinesAsync(path, cancel), cancel);
            return result.BadLine is { } line
                ? new CommandResult.Refused(
                    "AREA_MALFORMED", "file", string.Create(CultureInfo.InvariantCulture, $"Line {line} names no area, or one whose parent is not known; nothing was added."),
                    "Write lines such as 33.25,Batang, a province before its regencies.")
                : new CommandResult.Done(
                    new() { ["added"] = result.Added }, string.Create(CultureInfo.InvariantCulture, $"Added {result.Added} areas."));
        }));
        return new("areas", "Loads codes of places.") { load };
    }
}
