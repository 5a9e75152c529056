using System.Text.Json;
using Hub.Auth.Audit;
using Hub.Auth.Clients;
using Hub.Auth.Keys;
using Hub.Auth.Tokens;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Audit;

public sealed class AuditLogTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly OperatorKeys _operatorKeys = new(AuditRig.Key("one"));
    private readonly List<AuditRig> _rigs = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Open().MigrateAsync(Cancel);

    [Fact]
    public async Task An_entry_is_on_disk_once_it_is_recorded()
    {
        var log = _rigs[0].Log;

        await log.RecordAsync(new(AuditEvents.ClientDisabled) { Client = "arunika-1", Reason = "asked by \"Budi\"" });

        var entries = Entries();
        Assert.Equal(["audit.begun", "client.disabled"], entries.Select(entry => entry.GetProperty("event").GetString()));
        Assert.Equal("asked by \"Budi\"", entries[1].GetProperty("reason").GetString());
        Assert.Equal("2026-01-01T00:00:00.000Z", entries[1].GetProperty("at").GetString());
        Assert.StartsWith("operator:", entries[1].GetProperty("by").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_append_to_one_log()
    {
        var two = new[] { _rigs[0].Log, Open().Log };

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => two[i % 2].RecordAsync(new(AuditEvents.ClientAdded) { Client = $"c-{i}" })));

        var clients = Entries().Skip(1).Select(entry => entry.GetProperty("client").GetString()!).ToList();
        Assert.Equal(200, clients.Count);
        Assert.Equal(200, clients.Distinct().Count());
    }

    [Fact]
    public async Task Tokens_of_a_client_are_one_entry_a_minute()
    {
        var log = _rigs[0].Log;
        var participant = Guid.CreateVersion7();
        for (var i = 0; i < 1_000; i++)
            log.CountIssued("arunika-1", participant, $"jti-{i}");
        log.CountIssued("other-1", participant, "jti-other");

        await log.WriteCountsAsync(all: false);
        Assert.False(Directory.Exists(_rigs[0].Folder.Path));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await log.WriteCountsAsync(all: false);

        var entries = Entries();
        Assert.Equal(3, entries.Count);
        var entry = entries.Single(e => e.TryGetProperty("client", out var client) && client.GetString() == "arunika-1");
        Assert.Equal(1_000, entry.GetProperty("count").GetInt64());
        Assert.Equal("jti-0", entry.GetProperty("first_jti").GetString());
        Assert.Equal("jti-999", entry.GetProperty("last_jti").GetString());
    }

    [Fact]
    public async Task Refusals_of_endless_clients_are_bounded_and_none_goes_uncounted()
    {
        var log = _rigs[0].Log;
        for (var i = 0; i < 5_000; i++)
            log.CountRefused(AuditEvents.TokensRefused, $"guess-{i}", "Basic", TokenError.InvalidClient("No."));

        _clock.Advance(TimeSpan.FromMinutes(1));
        await log.WriteCountsAsync(all: false);

        var refused = Entries().Skip(1).ToList();
        Assert.Equal(AuditCounts.MostRefusals + 1, refused.Count);
        Assert.Equal(5_000, refused.Sum(entry => entry.GetProperty("count").GetInt64()));
        Assert.Equal("OTHERS", refused[^1].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task What_waits_while_the_log_cannot_be_written_is_written_later()
    {
        var log = _rigs[0].Log;
        await log.RecordAsync(new(AuditEvents.ClientAdded) { Client = "first" });
        var checkpoint = _rigs[0].Folder.ReadText(AuditFolder.CheckpointFile)!;
        File.WriteAllText(_rigs[0].Folder.Full(AuditFolder.CheckpointFile), checkpoint.Replace("hub.test", "hub.best", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<AuditException>(() => log.RecordAsync(new(AuditEvents.ClientAdded) { Client = "second" }));
        File.WriteAllText(_rigs[0].Folder.Full(AuditFolder.CheckpointFile), checkpoint);
        await log.RecordAsync(new(AuditEvents.ClientAdded) { Client = "third" });

        Assert.Contains("hub audit verify", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["first", "second", "third"], Entries().Skip(1).Select(entry => entry.GetProperty("client").GetString()));
    }

    [Fact]
    public async Task What_is_done_with_clients_secrets_and_keys_is_remembered_without_a_secret()
    {
        await using var host = new AuthHost();
        await host.StartAsync();
        var client = await host.AddClientAsync();
        var token = await host.TokenAsync(client);
        await host.AskAsync(client, ("scope", "money.write"));
        await host.AskAsync(client with { Secret = client.Secret[..^1] + "x" });
        var standing = host.Provider.GetRequiredService<ClientStanding>();
        var (rotated, _) = await host.Provider.GetRequiredService<SecretAdmin>().RotateAsync(client.ClientId, TimeSpan.Zero, null, Cancel);
        await standing.UpdateAsync(client.ClientId, null, "catalogue.read", null, Cancel);
        await standing.UpdateAsync(client.ClientId, Hub.Data.Clients.ClientStatus.Disabled, null, null, Cancel);
        await host.Provider.GetRequiredService<KeyAdmin>().SwitchAsync(null, Cancel);

        await host.Provider.GetRequiredService<AuditLog>().WriteCountsAsync(all: true);

        var folder = host.Provider.GetRequiredService<AuditFolder>();
        var events = Entries(folder).Select(entry => entry.GetProperty("event").GetString()).ToList();
        Assert.Equal(
            [
                "audit.begun", "key.announced", "client.added", "client.secret_rotated", "client.scopes_changed", "client.disabled", "key.switched",
                "tokens.issued", "tokens.refused", "tokens.refused",
            ],
            events);
        var text = string.Concat(folder.Tiles().Select(file => File.ReadAllText(folder.Full(file))));
        Assert.DoesNotContain(client.Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(rotated!.Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(token[^20..], text, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var rig in _rigs)
            rig.Dispose();
        _operatorKeys.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private AuditRig Open()
    {
        _rigs.Add(new(_folder.Path, _clock, _operatorKeys));
        return _rigs[^1];
    }

    private List<JsonElement> Entries() => Entries(_rigs[0].Folder);

    private static List<JsonElement> Entries(AuditFolder folder) => AuditRig.Entries(folder);
}
