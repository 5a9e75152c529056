using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Hub.Testing;

namespace Hub.Conformance.GraphQL;

/// <summary>Runs the programs in <c>node</c>: the reference implementation and clients that others wrote.</summary>
internal static class NodeScripts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Where the programs and their packages lie.</summary>
    public static string Folder => Path.Combine(Repository.Root, "tests/Hub.Conformance/GraphQL/node");

    /// <summary>The schema the hub was reviewed with.</summary>
    public static string SchemaPath => Path.Combine(Repository.Root, "src/Hub.Api/schema.graphql");

    /// <summary>Skips the test where Node.js or the packages are missing.</summary>
    public static void Require()
    {
        RequireNode();
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules/graphql")),
            "graphql is not installed: run `npm ci` in tests/Hub.Conformance/GraphQL/node.");
    }

    /// <summary>Skips the test where Node.js is missing.</summary>
    public static void RequireNode() => Assert.SkipUnless(IsNodeHere(), "Node.js is not installed.");

    /// <summary>Runs one and reads what it printed as JSON.</summary>
    public static async Task<JsonElement> RunAsync(string script, CancellationToken cancel, params string[] arguments)
    {
        var (exitCode, output, errors) = await StartAsync(Folder, cancel, [Path.Combine(Folder, script), .. arguments]);
        Assert.True(exitCode == 0, $"{script} ended with {exitCode}: {errors}{output}");
        using var json = JsonDocument.Parse(output, new() { MaxDepth = 512 });
        return json.RootElement.Clone();
    }

    /// <summary>Runs one that says on lines of their own what must happen before it goes on, and ends with a line of JSON.</summary>
    public static async Task<JsonElement> RunAsync(string script, Func<string, Task> happen, CancellationToken cancel, params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var process = Start(Folder, [Path.Combine(Folder, script), .. arguments]);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var last = "";
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            last = line;
            if (line.StartsWith('{'))
                continue;
            await happen(line);
            await process.StandardInput.WriteLineAsync("done".AsMemory(), limit.Token);
            await process.StandardInput.FlushAsync(limit.Token);
        }

        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}: {await errors}");
        using var json = JsonDocument.Parse(last);
        return json.RootElement.Clone();
    }

    /// <summary>Runs Node.js in a folder and gives how it ended and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> StartAsync(string folder, CancellationToken cancel, params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var process = Start(folder, arguments);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output, await errors);
    }

    private static Process Start(string folder, string[] arguments) => Process.Start(new ProcessStartInfo("node", arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = folder,
    })!;

    private static bool IsNodeHere()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
