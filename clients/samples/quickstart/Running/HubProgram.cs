using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hub.Samples.Quickstart.Running;

/// <summary>The hub's program as this build made it, and the folder it keeps its data in.</summary>
internal sealed class HubProgram(string dataDirectory)
{
    public string DataDirectory { get; } = dataDirectory;

    /// <summary>What the running hub logs.</summary>
    public string LogFile => Path.Combine(DataDirectory, "hub.log");

    /// <summary>How to start the hub with some arguments: by the .NET that runs this program, with both outputs to be read.</summary>
    /// <exception cref="QuickstartFailure">The program is not there.</exception>
    public ProcessStartInfo Start(params IEnumerable<string> arguments)
    {
        var program = Find();
        if (!File.Exists(program))
        {
            throw new QuickstartFailure(
                "The hub could not be started.", $"There is no {program}.", "Run: dotnet build src/Hub.Api, then start the quickstart again.");
        }

        var start = new ProcessStartInfo(DotNet())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[program, .. arguments, "--data-directory", DataDirectory, "--environment", "Development", "--json"])
            start.ArgumentList.Add(argument);

        // Settings of another hub on this machine are not meant for this one.
        foreach (var setting in start.Environment.Keys.Where(key => key.StartsWith("Hub__", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(setting);
        return start;
    }

    // The build puts every project beside the others: artifacts/bin/<project>/<configuration>.
    private static string Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, "Hub.Api", own.Name, "hub.dll");
    }

    private static string DotNet()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        return Path.Combine(runtime.Parent!.Parent!.Parent!.FullName, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
    }
}
