using System.Diagnostics;
using System.Text;
using Hub.Registry.V1;
using Hub.Testing;

namespace Hub.Conformance.PartnerSync;

/// <summary>The program as a partner starts it, against a hub.</summary>
public sealed class CommandTests(HubFixture fixture) : IDisposable
{
    private const string Map = """
        { "kind": "course", "id": "id", "revision": "version",
          "fields": { "title": "name", "area_codes": { "column": "place", "steps": [{ "areas": {} }] },
                      "price_idr": { "column": "price", "steps": [{ "money": { "currency": "IDR" } }] } } }
        """;

    private readonly TemporaryFolder _folder = new();
    private HubProcess? _hub;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_file_is_taken_whole_and_ends_with_0()
    {
        var partner = await AddPartnerAsync();
        var file = Write("courses.csv", "id,version,name,place,price,room\n1,1,Las,Kabupaten Batang,250000,B2\n2,1,Batik,Surakarta,0,\n");

        var (code, output) = await RunAsync(partner, "push", "--file", file, "--map", WriteMap(), "--source", partner.SourceId, "--mode", "delta");

        Assert.Equal((0, true), (code, output.Contains("COMPLETED", StringComparison.Ordinal)));
        using var client = new PartnerClient(_hub!, partner);
        var item = await client.GetItemAsync("1", Cancel);
        Assert.Equal(["33.25"], item.Published.Course.AreaCodes);
        Assert.Equal("B2", item.Published.Course.Attributes["room"]);
        Assert.False(File.Exists(file + ".sync.json"));
    }

    [Fact]
    public async Task A_rejected_row_ends_with_1_and_stands_in_the_report_while_the_others_are_taken()
    {
        var partner = await AddPartnerAsync();
        var file = Write("courses.csv", "id,version,name,place,price\n1,1,Las,,\n2,1,,,\n3,1,Batik,Atlantis,-5\n");
        var report = Path.Combine(_folder.Path, "report.csv");

        var (code, output) = await RunAsync(
            partner, "push", "--file", file, "--map", WriteMap(), "--source", partner.SourceId, "--mode", "delta", "--report", report);

        Assert.True(code == 1, output);
        Assert.Contains("TITLE_MISSING", output, StringComparison.Ordinal);
        Assert.Matches(@"line\s+4,\s+item\s+3,\s+column\s+'price':\s+'-5'\s+is\s+not\s+an\s+amount", output);
        var lines = await File.ReadAllLinesAsync(report, Cancel);
        Assert.StartsWith("sequence,external_id,revision,outcome,severity,reason,field", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2,2,1,REJECTED,ERROR,TITLE_MISSING,course.title", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("3,3,1,QUARANTINED,ERROR,AREA_UNKNOWN,course.area_codes[0]", lines[2], StringComparison.Ordinal);
        using var client = new PartnerClient(_hub!, partner);
        Assert.Equal(1, await client.LiveOffersAsync(Cancel));
    }

    [Fact]
    public async Task Strict_ends_with_4_when_something_waits()
    {
        var partner = await AddPartnerAsync();
        var file = Write("courses.csv", "id,version,name,place,price\n3,1,Batik,Atlantis,\n");
        string[] push = ["push", "--file", file, "--map", WriteMap(), "--source", partner.SourceId, "--mode", "delta"];

        var (lenient, _) = await RunAsync(partner, push);
        var (strict, _) = await RunAsync(partner, [.. push, "--strict", "--revision", "2"]);

        Assert.Equal((0, 4), (lenient, strict));
    }

    [Fact]
    public async Task Held_withdrawals_are_approved_by_a_second_command()
    {
        var partner = await AddPartnerAsync();
        var rows = Enumerable.Range(1, 60).Select(i => $"{i},1,Kursus {i},,\n").ToList();
        string[] push = ["push", "--map", WriteMap(), "--source", partner.SourceId, "--mode", "snapshot", "--file"];
        await RunAsync(partner, [.. push, Write("all.csv", "id,version,name,place,price\n" + string.Concat(rows))]);

        var (code, output) = await RunAsync(partner, [.. push, Write("few.csv", "id,version,name,place,price\n" + string.Concat(rows.Take(10)))]);
        var session = output.Split("Session ")[1][..36];
        var (approved, told) = await RunAsync(partner, "approve", "--session", session, "--ceiling", "50");
        var (_, status) = await RunAsync(partner, "status", "--session", session);

        Assert.True(code == 0 && output.Contains("50 withdrawals are held", StringComparison.Ordinal), output);
        Assert.Equal((0, true), (approved, told.Contains("50 withdrawn", StringComparison.Ordinal)));
        Assert.Contains("SNAPSHOT, CLOSED", status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--file", "missing.csv", "There is no file")]
    [InlineData("--map", "broken.json", "map.fields.titel")]
    [InlineData("--map", "other.json", "names the column 'judul'")]
    [InlineData("--mode", "delete", "--mode")]
    public async Task A_wrong_command_file_or_map_ends_with_2_before_anything_is_sent(string option, string value, string told)
    {
        var arguments = new Dictionary<string, string>
        {
            ["--file"] = Write("courses.csv", "id,version,name,place,price\n1,1,Las,,\n"),
            ["--map"] = WriteMap(),
            ["--source"] = "none",
            ["--mode"] = "delta",
        };
        Write("broken.json", Map.Replace("\"title\"", "\"titel\"", StringComparison.Ordinal));
        Write("other.json", Map.Replace("\"name\"", "\"judul\"", StringComparison.Ordinal));
        arguments[option] = option == "--mode" ? value : Path.Combine(_folder.Path, value);

        var (code, output) = await RunAsync(new("none", "none", "none", "none"), ["push", .. arguments.SelectMany(a => new[] { a.Key, a.Value })]);

        Assert.Equal((2, true), (code, output.Contains(told, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_client_the_hub_refuses_ends_with_3()
    {
        var partner = await AddPartnerAsync() with { ClientSecret = "wrong" };

        var (code, output) = await RunAsync(partner, "status");

        Assert.Equal((3, true), (code, output.Contains("401", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_snapshot_goes_by_digest_and_says_what_went_over_the_wire()
    {
        var partner = await AddPartnerAsync();
        var rows = Enumerable.Range(1, 300).Select(i => $"{i},1,Kursus {i},Batang,\n").ToList();
        string[] push = ["push", "--map", WriteMap(), "--source", partner.SourceId, "--mode", "snapshot", "--file"];

        var (_, first) = await RunAsync(partner, [.. push, Write("a.csv", "id,version,name,place,price\n" + string.Concat(rows))]);
        var (_, same) = await RunAsync(partner, [.. push, Write("a.csv", "id,version,name,place,price\n" + string.Concat(rows))]);
        rows[7] = "8,2,Las,Batang,\n";
        var (_, changed) = await RunAsync(partner, [.. push, Write("a.csv", "id,version,name,place,price\n" + string.Concat(rows))]);
        var (_, full) = await RunAsync(partner, [.. push, Write("a.csv", "id,version,name,place,price\n" + string.Concat(rows)), "--full"]);

        Assert.Contains("COMMITTED", first, StringComparison.Ordinal);
        Assert.Contains("Over the wire: 300 items of 300", first, StringComparison.Ordinal);
        Assert.Contains("UNCHANGED", same, StringComparison.Ordinal);
        Assert.Contains("Over the wire: 0 items of 300", same, StringComparison.Ordinal);
        Assert.Contains("Over the wire: 1 items of 300", changed, StringComparison.Ordinal);
        Assert.Contains("Over the wire: 300 items of 300", full, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_revisions_goes_whole_with_epoch()
    {
        var partner = await AddPartnerAsync();
        var map = Write("epoch.json", Map.Replace("\"revision\": \"version\",", "", StringComparison.Ordinal));
        string[] push = ["push", "--map", map, "--source", partner.SourceId, "--file"];
        var before = Write("before.csv", "id,name,place,price\n1,Las,,\n2,Batik,,\n");
        var after = Write("after.csv", "id,name,place,price\n1,Las Dasar,,\n");

        var (noRevision, told) = await RunAsync(partner, [.. push, before, "--mode", "snapshot"]);
        var (delta, _) = await RunAsync(partner, [.. push, before, "--mode", "delta", "--epoch"]);
        var (both, _) = await RunAsync(partner, [.. push, before, "--mode", "snapshot", "--epoch", "--revision", "2"]);
        var (first, output) = await RunAsync(partner, [.. push, before, "--mode", "snapshot", "--epoch"]);
        var (second, _) = await RunAsync(partner, [.. push, after, "--mode", "snapshot", "--epoch"]);

        Assert.Equal((2, 2, 2, true), (noRevision, delta, both, told.Contains("--epoch", StringComparison.Ordinal)));
        Assert.True((first, second) == (0, 0), output);
        using var client = new PartnerClient(_hub!, partner);
        Assert.Equal("Las Dasar", (await client.GetItemAsync("1", Cancel)).Published.Course.Title);
        Assert.Equal(1, await client.LiveOffersAsync(Cancel));
    }

    [Theory]
    [InlineData]
    [InlineData("--full")]
    public async Task A_push_whose_program_was_killed_goes_on_with_resume(params string[] how)
    {
        var partner = await AddPartnerAsync();
        var rows = Enumerable.Range(1, 20_000).Select(i => $"{i},1,Kursus {i},Batang,\n");
        var file = Write("courses.csv", "id,version,name,place,price\n" + string.Concat(rows));
        string[] push = ["push", "--map", WriteMap(), "--source", partner.SourceId, "--mode", "snapshot", "--file", file, "--batch", "20", .. how];
        using (var killed = Start(partner, push))
        {
            while (!File.Exists(file + ".sync.json") && !killed.HasExited)
                await Task.Yield();
            killed.Kill();
            await killed.WaitForExitAsync(Cancel);
        }

        var (code, output) = await RunAsync(partner, [.. push, "--resume"]);

        Assert.True(code == 0, output);
        Assert.DoesNotContain("Nothing to resume", output, StringComparison.Ordinal);
        using var client = new PartnerClient(_hub!, partner);
        Assert.Equal(20_000, await client.LiveOffersAsync(Cancel));
        Assert.False(File.Exists(file + ".sync.json"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_push_that_is_interrupted_ends_with_130_and_says_how_to_go_on(string signal)
    {
        var file = Write("courses.csv", "id,version,name,place,price\n1,1,Las,,\n");
        using var process = Start(
            new("none", "none", "none", "none"),
            ["push", "--file", file, "--map", WriteMap(), "--source", "none", "--mode", "delta", "--hub-http", "http://127.0.0.1:1"]);
        var waiting = await process.StandardOutput.ReadLineAsync(Cancel);

        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await process.WaitForExitAsync(Cancel);

        Assert.Contains("again in", waiting, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("--resume", await process.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changed_is_not_resumed()
    {
        var partner = await AddPartnerAsync();
        var file = Write("courses.csv", "id,version,name,place,price\n1,1,Las,,\n");
        Write(
            "courses.csv.sync.json",
            """{ "session_id": "01920000-0000-7000-8000-000000000000", "fingerprint": "other", "started_at": "2026-01-01T00:00:00Z" }""");

        var (code, output) = await RunAsync(
            partner, "push", "--file", file, "--map", WriteMap(), "--source", partner.SourceId, "--mode", "delta", "--resume");

        Assert.Equal((2, true), (code, output.Contains("belongs to another upload", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Partner> AddPartnerAsync()
    {
        (_hub, var partner) = await fixture.AddSourceAsync(OfferKind.Course, Cancel);
        return partner;
    }

    private string WriteMap() => Write("map.json", Map);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<(int Code, string Output)> RunAsync(Partner partner, params string[] arguments)
    {
        using var process = Start(partner, arguments);
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync(Cancel);
        lock (output)
            return (process.ExitCode, output.ToString());
    }

    private Process Start(Partner partner, string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "partner-sync.dll");
        string[] hub = _hub is null ? [] : ["--hub-grpc", _hub.GrpcUrl.ToString(), "--hub-http", _hub.HttpUrl.ToString()];
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments, .. hub])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HUB_CLIENT_ID"] = partner.ClientId, ["HUB_CLIENT_SECRET"] = partner.ClientSecret, ["COLUMNS"] = "200" },
        })!;
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
            output.AppendLine(line);
    }
}
