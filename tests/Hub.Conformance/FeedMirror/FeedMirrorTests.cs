using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Conformance.FeedMirror;

/// <summary>The feed-mirror sample as its user runs it: a process of its own, killed and started again.</summary>
public sealed class FeedMirrorTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _copies = new();
    private HubProcess _hub = null!;
    private Partner _partner = null!;
    private GrpcChannel _channel = null!;
    private CatalogueSyncService.CatalogueSyncServiceClient _sync = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await HubProcess.StartAsync(_data.Path, Cancel);
        _partner = await _hub.OnboardAsync("Cermin", "PLATFORM", "GIG", "catalogue.write feed.read", Cancel);
        _channel = _hub.Channel(await _hub.TokenAsync(_partner, Cancel));
        _sync = new(_channel);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_hub is not null)
            await _hub.DisposeAsync();
        _data.Dispose();
        _copies.Dispose();
    }

    [Fact]
    public async Task A_copy_that_was_killed_goes_on_and_is_proved_equal()
    {
        await PushAsync(1, 300, 1, "31.74");
        using (var following = Start("follow", "--db", Copy("all")))
        {
            await ReadUntilAsync(following, "The snapshot has 300 offers.");
            await PushAsync(1, 100, 2, "33.25");
            await ReadUntilAsync(following, "At 400 of 400.");
            following.Kill();
            await following.WaitForExitAsync(Cancel);
        }

        await PushAsync(301, 400, 1, "33.25 31.74");
        await PushAsync(50, 60, 3, null);

        var (code, told) = await RunAsync("verify", "--db", Copy("all"));
        Assert.True(code == 0, told);
        Assert.DoesNotContain("A snapshot", told, StringComparison.Ordinal);
        Assert.Contains("Equal at 511: ", told, StringComparison.Ordinal);
        Assert.Contains(" of 389 offers", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_an_area_loses_what_leaves_it_and_a_change_of_the_copy_is_found()
    {
        await PushAsync(1, 50, 1, "33.25 31.74");
        var (first, toldFirst) = await RunAsync("follow", "--once", "--area", "33", "--db", Copy("area"));
        await PushAsync(1, 20, 2, "31.74");

        var (second, toldSecond) = await RunAsync("verify", "--area", "33", "--db", Copy("area"));
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Copy("area")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM offers WHERE external_id = '30'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        var (third, toldThird) = await RunAsync("verify", "--area", "33", "--db", Copy("area"));

        Assert.True(first == 0, toldFirst);
        Assert.Contains("The snapshot has 50 offers.", toldFirst, StringComparison.Ordinal);
        Assert.True(second == 0, toldSecond);
        Assert.Contains(" of 30 offers", toldSecond, StringComparison.Ordinal);
        Assert.True(third == 1, toldThird);
        Assert.Contains("NOT EQUAL", toldThird, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_a_log_that_was_restored_from_a_backup_begins_anew()
    {
        await PushAsync(1, 20, 1, "31.74");
        await _hub.KillAsync(Cancel);
        var backup = Directory.GetFiles(_data.Path, "hub.db*").ToDictionary(file => file, File.ReadAllBytes);
        await _hub.StartAsync(Cancel);
        await PushAsync(21, 30, 1, "31.74");
        var (first, toldFirst) = await RunAsync("follow", "--once", "--db", Copy("all"));

        // As many positions as the copy has seen, and more, but of other changes.
        await _hub.KillAsync(Cancel);
        foreach (var (file, bytes) in backup)
            await File.WriteAllBytesAsync(file, bytes, Cancel);
        await _hub.StartAsync(Cancel);
        await PushAsync(31, 45, 1, "33.25");
        var (second, toldSecond) = await RunAsync("verify", "--db", Copy("all"));

        Assert.True(first == 0, toldFirst);
        Assert.Contains("The snapshot has 30 offers.", toldFirst, StringComparison.Ordinal);
        Assert.True(second == 0, toldSecond);
        Assert.Contains("HISTORY_CHANGED", toldSecond, StringComparison.Ordinal);
        Assert.Contains("Equal at 35: ", toldSecond, StringComparison.Ordinal);
    }

    private string Copy(string name) => Path.Combine(_copies.Path, name + ".db");

    /// <summary>Pushes items of these keys; without areas their tombstones.</summary>
    private async Task PushAsync(int first, int last, long revision, string? areas)
    {
        var items = Enumerable.Range(first, last - first + 1).Select(i => areas is null
            ? new Item { ExternalId = $"{i}", Revision = revision, Tombstone = new() }
            : new Item { ExternalId = $"{i}", Revision = revision, Gig = new() { Title = $"Gig {i}", AreaCodes = { areas.Split(' ') }, Attributes = { ["b"] = "2", ["a"] = "1" } } });
        var answer = await _sync.UpsertItemsAsync(
            new() { Source = _partner.SourceId, Items = { items } }, new CallOptions(cancellationToken: Cancel).WithWaitForReady());
        Assert.All(answer.Verdicts, verdict => Assert.Equal(Outcome.Applied, verdict.Outcome));
    }

    private async Task<(int Code, string Told)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var told = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, told + await errors);
    }

    private static async Task ReadUntilAsync(Process process, string line)
    {
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } read)
        {
            if (read == line)
                return;
        }

        Assert.Fail($"'{line}' was not said: {await process.StandardError.ReadToEndAsync(Cancel)}");
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "feed-mirror.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HUB_CLIENT_ID"] = _partner.ClientId, ["HUB_CLIENT_SECRET"] = _partner.ClientSecret },
            ArgumentList = { "--hub-grpc", $"{_hub.GrpcUrl}", "--hub-http", $"{_hub.HttpUrl}" },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("feed-mirror could not be started.");
    }
}
