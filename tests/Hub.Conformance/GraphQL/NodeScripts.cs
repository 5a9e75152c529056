using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Hub.Testing;

namespace Hub.Conformance.GraphQL;

/// <summary>Runs the programs in <c>node</c>: the reference implementation and clients that others wrote.</summary>
internal static class NodeScripts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Where the programs and their packages lie.</summary>
    public static string Folder => Path.Combine(Repository.Root, "tests/Hub.Conformance/GraphQL/node");

    /// <summary>The schema the hub was reviewed with.</summary>
    public static string SchemaPath => Path.Combine(Repository.Root, "src/Hub.Api/schema.graphql");

    /// <summary>Skips the test where Node.js or the packages are missing.</summary>
    public static void Require()
    {
        Assert.SkipUnless(IsNodeHere(), "Node.js is not installed.");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules/graphql")),
            "graphql is not installed: run `npm ci` in tests/Hub.Conformance/GraphQL/node.");
    }

    /// <summary>Runs one and reads what it printed as JSON.</summary>
    public static async Task<JsonElement> RunAsync(CancellationToken cancel, string script, params string[] arguments)
    {
        var (exitCode, output, errors) = await StartAsync(cancel, [Path.Combine(Folder, script), .. arguments]);
        Assert.True(exitCode == 0, $"{script} ended with {exitCode}: {errors}{output}");
        using var json = JsonDocument.Parse(output, new() { MaxDepth = 512 });
        return json.RootElement.Clone();
    }

    /// <summary>Runs Node.js with arguments and gives how it ended and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> StartAsync(CancellationToken cancel, params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        })!;
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output, await errors);
    }

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
