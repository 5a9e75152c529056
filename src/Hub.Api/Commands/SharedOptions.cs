using System.CommandLine;
using Hub.Api.Hosting;

namespace Hub.Api.Commands;

/// <summary>Options that every command has.</summary>
internal sealed class SharedOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Answer with one JSON object.", Recursive = true };

    public Option<string?> DataDirectory { get; } = new("--data-directory")
    {
        Description = $"Folder of the database and the keys ({HubOptions.DataDirectorySetting}).",
        HelpName = "folder",
        Recursive = true,
    };

    public Option<string?> Environment { get; } = new("--environment")
    {
        Description = "Development or Production (the default).",
        HelpName = "name",
        Recursive = true,
    };

    /// <summary>The options as settings of the one configuration.</summary>
    public IEnumerable<string> Settings(ParseResult parsed)
    {
        if (parsed.GetValue(DataDirectory) is { } folder)
            yield return $"--{HubOptions.DataDirectorySetting}={folder}";
        if (parsed.GetValue(Environment) is { } environment)
            yield return $"--environment={environment}";
    }
}
