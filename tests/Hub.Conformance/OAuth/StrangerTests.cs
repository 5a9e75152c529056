using System.Diagnostics;
using System.Text.Json;
using Hub.Conformance.ForeignClients;
using Hub.Conformance.GraphQL;
using Hub.Testing;

namespace Hub.Conformance.OAuth;

/// <summary>
/// What strangers with other people's clients ask of the token service, the metadata and the resources. Each program prints one line a check:
/// <c>node/suite.mjs</c> (some 420 checks, with oauth4webapi and openid-client), <c>python/methods.py</c> (Authlib), <c>go/main.go</c> (x/oauth2).
/// </summary>
public sealed class StrangerTests(OAuthHub hub) : IClassFixture<OAuthHub>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Hub.Conformance/OAuth");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_check_of_the_suite_passes()
    {
        NodeScripts.RequireNode();
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node/node_modules/openid-client")), "openid-client is not installed: run `npm ci` in tests/Hub.Conformance/OAuth/node.");

        await RunAsync(420, new("node", ["suite.mjs", await hub.StartAsync(Cancel)]) { WorkingDirectory = Path.Combine(Folder, "node") });
    }

    [Fact]
    public async Task Authlib_gets_and_uses_tokens_by_every_method()
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(ForeignPrograms.Answers(python, "-c", "import authlib, requests"), "Authlib or requests is not installed (Debian: python3-authlib python3-requests).");

        await RunAsync(10, new(python, [Path.Combine(Folder, "python/methods.py"), await hub.StartAsync(Cancel)]));
    }

    [Fact]
    public async Task Go_gets_and_uses_tokens_by_every_method()
    {
        const string packages = "/usr/share/gocode";
        Assert.SkipUnless(
            ForeignPrograms.Answers("go", "version") && Directory.Exists(Path.Combine(packages, "src/golang.org/x/oauth2")),
            "Go or x/oauth2 is not installed (Debian: golang-go golang-golang-x-oauth2-dev).");
        using var cache = new TemporaryFolder();

        await RunAsync(8, new("go", ["run", Path.Combine(Folder, "go/main.go"), await hub.StartAsync(Cancel)])
        {
            Environment = { ["GOPATH"] = packages, ["GO111MODULE"] = "off", ["GOCACHE"] = cache.Path, ["GOFLAGS"] = "", ["CGO_ENABLED"] = "0" },
        });
    }

    /// <summary>Runs a program and counts its checks; one that ends early has too few.</summary>
    private static async Task RunAsync(int least, ProcessStartInfo start)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var (passed, failures) = (0, new List<string>());
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            var check = JsonElement.Parse(line);
            if (!check.TryGetProperty("ok", out var ok))
                continue;
            if (ok.GetBoolean())
                TestContext.Current.TestOutputHelper?.WriteLine($"ok {++passed} {check.GetProperty("name").GetString()}");
            else
                failures.Add($"{check.GetProperty("name").GetString()}: {check.GetProperty("why").GetString()}");
        }

        await process.WaitForExitAsync(limit.Token);
        TestContext.Current.TestOutputHelper?.WriteLine($"{passed} passed, {failures.Count} failed, 0 skipped");
        Assert.True(
            failures.Count == 0 && process.ExitCode == 0,
            $"{failures.Count} failed, {passed} passed, ended with {process.ExitCode}\n{string.Join('\n', failures)}\n{await errors}");
        Assert.InRange(passed, least, int.MaxValue);
    }
}
