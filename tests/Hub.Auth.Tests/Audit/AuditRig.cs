using System.Security.Cryptography;
using System.Text.Json;
using Hub.Auth.Audit;
using Hub.Auth.Keys;
using Hub.Auth.Limits;
using Hub.Data;
using Hub.Data.Audit;
using Hub.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Auth.Tests.Audit;

/// <summary>An audit log as one process has it: on a data directory that others may share.</summary>
internal sealed class AuditRig : IDisposable
{
    public const string Origin = "hub.test/audit";

    private readonly ServiceProvider _provider;

    public AuditRig(string directory, ManualClock clock, OperatorKeys operatorKeys)
    {
        _provider = new ServiceCollection().AddHubData(directory).BuildServiceProvider();
        Folder = new(Path.Combine(directory, "audit"));
        Witnesses = new(_provider.GetRequiredService<IDbContextFactory<HubDbContext>>());
        Writer = new(Folder, Origin, () => operatorKeys, Witnesses, clock, NullLogger<AuditLog>.Instance);
        Log = new(Writer, new(), new HttpContextAccessor(), Proxies.Read(new ConfigurationBuilder().Build()), clock, NullLogger<AuditLog>.Instance);
    }

    public static OperatorKey Key(string name) => new(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));

    public AuditFolder Folder { get; }

    public AuditWitnessStore Witnesses { get; }

    public AuditWriter Writer { get; }

    public AuditLog Log { get; }

    /// <summary>What a log holds, as its files say.</summary>
    public static List<JsonElement> Entries(AuditFolder folder)
    {
        var key = VerifierKey.Parse(folder.ReadText(AuditFolder.VerifierKeyFile)!)!;
        var size = Checkpoint.Open(folder.ReadText(AuditFolder.CheckpointFile)!, key)!.Size;
        var reader = new TileReader(folder, size);
        var bundles = Enumerable.Range(0, (int)((size + TilePath.Width - 1) / TilePath.Width));
        return [.. bundles.SelectMany(index => reader.Entries(index)!).Select(entry => JsonDocument.Parse(entry).RootElement)];
    }

    public Task MigrateAsync(CancellationToken cancel) => _provider.GetRequiredService<HubDatabase>().MigrateAsync(cancel);

    // What was counted and not written is lost with it, as when a process is killed.
    public void Dispose()
    {
        Writer.Dispose();
        _provider.Dispose();
    }
}
