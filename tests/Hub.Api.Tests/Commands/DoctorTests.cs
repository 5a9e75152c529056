using Hub.Api.Commands;
using Hub.Auth.Keys;
using Hub.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Commands;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.Path, "hub.db");

    [Fact]
    public async Task A_hub_that_served_is_found_in_order()
    {
        await MigrateAsync();

        var findings = await ExamineAsync();

        Assert.Equal(["settings", "ports", "ports", "folder", "disk", "database", "schema", "followers", "keys", "operator_key", "audit"], findings.Select(finding => finding.Name));
        Assert.DoesNotContain(findings, finding => finding.Level == FindingLevel.Fail);
    }

    [Fact]
    public async Task Looking_at_an_empty_folder_leaves_it_empty()
    {
        var findings = await ExamineAsync();

        Assert.Equal(FindingLevel.Warn, findings[^1].Level);
        Assert.Contains("hub migrate", findings[^1].Fix, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task An_issuer_that_cannot_be_reached_is_told_with_cause_and_cure()
    {
        // Nothing listens on port 1.
        var findings = await ExamineAsync("--Hub:Auth:Authority=http://127.0.0.1:1/realms/hub");

        var issuer = findings.Single(finding => finding.Name == "issuer");
        Assert.Equal(FindingLevel.Fail, issuer.Level);
        Assert.Contains("http://127.0.0.1:1/realms/hub", issuer.ToString(), StringComparison.Ordinal);
        Assert.Contains("Connection refused", issuer.ToString(), StringComparison.Ordinal);
        Assert.Contains("Hub:Auth:Authority", issuer.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_found()
    {
        await MigrateAsync();
        await File.WriteAllTextAsync(
            Database,
            "This is no database. It is a text of more than a hundred characters, so that its header is looked at and found wrong.",
            Cancel);

        var findings = await ExamineAsync();

        Assert.Equal((FindingLevel.Fail, "database"), (findings[^1].Level, findings[^1].Name));
    }

    [Fact]
    public async Task A_database_of_a_newer_hub_is_found()
    {
        await MigrateAsync();
        await ExecuteAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Future', '99.0')");

        var findings = await ExamineAsync();

        var schema = findings.Single(finding => finding.Name == "schema");
        Assert.Equal(FindingLevel.Fail, schema.Level);
        Assert.Contains("29990101000000_Future", schema.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_stored_under_another_operator_key_are_found()
    {
        var other = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        await using var served = await RunningHub.StartAsync(Cancel);

        var findings = await Doctor.ExamineAsync(
            ["--environment=Development", $"--Hub:DataDirectory={served.DataDirectory}", $"--Hub:Auth:KeyEncryptionKey={other}"], Cancel);

        var keys = findings.Single(finding => finding.Name == "keys");
        Assert.Equal(FindingLevel.Fail, keys.Level);
        Assert.Contains("Hub:Auth:KeyEncryptionKey", keys.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_older_operator_keys_are_needed_for_is_told()
    {
        var (first, second) = (Key(), Key());
        await using var served = await RunningHub.StartAsync(Cancel, $"--Hub:Auth:KeyEncryptionKey={first}");
        await served.TokenAsync("feed.read", Cancel);

        var both = await OperatorKeysAsync(served, second, first);
        await using (var offline = await OfflineHub.OpenAsync(With(served, second, first), Cancel))
            await offline.Provider.GetRequiredService<KeyAdmin>().RewrapAsync(Cancel);
        var rewrapped = await OperatorKeysAsync(served, second, first);
        var dropped = await OperatorKeysAsync(served, second, "");

        Assert.Equal([FindingLevel.Ok, FindingLevel.Warn], both.Select(finding => finding.Level));
        Assert.Contains("hub keys rewrap", both[1].Fix, StringComparison.Ordinal);
        Assert.Equal([FindingLevel.Ok, FindingLevel.Ok], rewrapped.Select(finding => finding.Level));
        Assert.Contains("0 signing keys and 1 client secrets", rewrapped[1].Message, StringComparison.Ordinal);
        Assert.Equal(FindingLevel.Warn, dropped[1].Level);
        Assert.Contains("rotate-secret", dropped[1].Fix, StringComparison.Ordinal);

        static async Task<IReadOnlyList<Finding>> OperatorKeysAsync(RunningHub hub, string newest, string previous) =>
            [.. (await Doctor.ExamineAsync(With(hub, newest, previous), Cancel)).Where(finding => finding.Name == "operator_key")];

        static string[] With(RunningHub hub, string newest, string previous) =>
        [
            "--environment=Development",
            $"--Hub:DataDirectory={hub.DataDirectory}",
            $"--Hub:Auth:KeyEncryptionKey={newest}",
            $"--Hub:Auth:PreviousKeyEncryptionKey={previous}",
        ];

        static string Key() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_its_setting()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);

        var findings = await Doctor.ExamineAsync(
            ["--environment=Development", $"--Hub:DataDirectory={_folder.Path}", $"--Hub:HttpUrl=http://127.0.0.1:{hub.Http.BaseAddress!.Port}"], Cancel);

        var port = findings.First(finding => finding.Name == "ports");
        Assert.Equal(FindingLevel.Warn, port.Level);
        Assert.Contains("Hub:HttpUrl", port.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_a_finding_and_not_an_exception()
    {
        var findings = await Doctor.ExamineAsync(["--environment=Production"], Cancel);

        var settings = Assert.Single(findings);
        Assert.Equal((FindingLevel.Fail, "settings"), (settings.Level, settings.Name));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private Task<IReadOnlyList<Finding>> ExamineAsync(params string[] more) => Doctor.ExamineAsync(
        ["--environment=Development", $"--Hub:DataDirectory={_folder.Path}", "--Hub:HttpUrl=http://127.0.0.1:0", "--Hub:GrpcUrl=http://127.0.0.1:0", .. more], Cancel);

    private async Task MigrateAsync()
    {
        await using (await OfflineHub.OpenAsync(["--environment=Development", $"--Hub:DataDirectory={_folder.Path}"], Cancel))
            SqliteConnection.ClearAllPools();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database}");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
