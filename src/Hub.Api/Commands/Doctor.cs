using Hub.Api.Hosting;
using Hub.Auth;
using Hub.Auth.Audit;
using Hub.Auth.Issuers;
using Hub.Auth.Keys;
using Hub.Data;
using Hub.Data.Followers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Commands;

/// <summary>Looks at settings, folder, database, keys, disk and ports, and changes none of them.</summary>
internal static class Doctor
{
    private const long LittleSpace = 1024L * 1024 * 1024;
    private const long NoSpace = 100L * 1024 * 1024;

    /// <summary>Runs every check that makes sense after those before it.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(IEnumerable<string> settings, CancellationToken cancel)
    {
        var given = settings.ToList();
        var findings = new List<Finding>();
        var builder = HubHost.CreateBuilder(given);
        using var ports = new ReservedPorts();
        try
        {
            var options = HubOptions.Read(builder.Configuration, builder.Environment, ports);
            var auth = AuthOptions.Read(builder.Configuration, builder.Environment);
            KeyPeriods.Read(builder.Configuration);
            findings.Add(Finding.Ok("settings", $"The settings are good for {builder.Environment.EnvironmentName}."));
            findings.AddRange(ServerChecks.Examine(options, TimeProvider.System));
            if (auth.Authority is { } authority)
                findings.Add(Issuer(authority, await IssuerCheck.Of(auth, TimeProvider.System).FailureAsync(cancel)));
        }
        catch (SettingException exception)
        {
            findings.Add(Finding.Fail("settings", exception.Message, "Correct the setting, then run hub doctor again."));
        }

        if (DataDirectory(builder) is not { } directory)
            return findings;

        findings.Add(Folder(directory));
        if (!Directory.Exists(directory))
            return findings;

        findings.Add(Space(directory));
        await using var hub = OfflineHub.Create(given);
        var database = hub.Provider.GetRequiredService<HubDatabase>();
        if (!File.Exists(database.Path))
        {
            findings.Add(Finding.Warn("database", $"There is no {database.Path} yet.", "Run hub migrate, or hub serve, which makes it."));
            return findings;
        }

        findings.AddRange(await DatabaseAsync(database, cancel));
        if (findings.All(finding => finding.Level != FindingLevel.Fail || finding.Name is "ports" or "issuer"))
        {
            findings.AddRange(await KeysAsync(hub.Provider.GetRequiredService<KeyCheck>(), cancel));
            if (findings.Exists(finding => finding is { Name: "schema", Level: FindingLevel.Ok }))
                findings.Add(Audit(await hub.Provider.GetRequiredService<AuditInspector>().GlanceAsync(cancel)));
        }

        return findings;
    }

    private static string? DataDirectory(WebApplicationBuilder builder)
    {
        try
        {
            return HubOptions.ReadDataDirectory(builder.Configuration, builder.Environment);
        }
        catch (SettingException)
        {
            // Told already, as the finding about the settings.
            return null;
        }
    }

    private static Finding Issuer(Uri authority, IssuerFailure? failure) => failure is null
        ? Finding.Ok("issuer", $"{authority.OriginalString} answers, and its keys can be read.")
        : Finding.Fail(
            "issuer",
            failure.Cause is { } cause ? $"{failure.Reason} {cause.GetBaseException().Message}" : failure.Reason,
            $"Set Hub:Auth:Authority to the URL that stands as iss in its tokens, and let this machine reach {authority.OriginalString.TrimEnd('/')}/.well-known/openid-configuration.");

    private static Finding Folder(string directory)
    {
        if (!Directory.Exists(directory))
            return Finding.Warn("folder", $"There is no {directory} yet.", "Run hub migrate, or hub serve, which makes it.");

        var probe = Path.Combine(directory, $".doctor-{Guid.CreateVersion7():N}");
        try
        {
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return Finding.Fail("folder", $"{directory} cannot be written to: {exception.Message}", "Let the user that runs the hub own the folder.");
        }

        const UnixFileMode others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(directory) & others) != 0
            ? Finding.Warn("folder", $"{directory} is open to every user of this machine.", $"Run: chmod 700 {directory}")
            : Finding.Ok("folder", $"{directory} can be written to.");
    }

    private static Finding Space(string directory)
    {
        var free = new DriveInfo(directory).AvailableFreeSpace;
        var told = $"{free / (1024 * 1024):N0} MiB are free on the disk of {directory}.";
        return free switch
        {
            < NoSpace => Finding.Fail("disk", told, "Free some space: the hub stores nothing on a full disk."),
            < LittleSpace => Finding.Warn("disk", told, "Free some space soon; a large catalogue needs a gigabyte."),
            _ => Finding.Ok("disk", told),
        };
    }

    private static async Task<IReadOnlyList<Finding>> DatabaseAsync(HubDatabase database, CancellationToken cancel)
    {
        try
        {
            await using var db = database.Open();
            var wrong = await db.Database.SqlQueryRaw<string>("SELECT quick_check AS Value FROM pragma_quick_check").ToListAsync(cancel);
            if (wrong is not ["ok"])
            {
                return
                [
                    Finding.Fail("database", $"{database.Path} is damaged: {string.Join("; ", wrong.Take(3))}", "Stop the hub and restore the last backup."),
                ];
            }

            var whole = Finding.Ok("database", $"{database.Path} is whole.");
            var schema = await SchemaAsync(db, cancel);
            return schema.Level == FindingLevel.Ok ? [whole, schema, await FollowersAsync(db, cancel)] : [whole, schema];
        }
        catch (SqliteException exception)
        {
            return
            [
                Finding.Fail("database", $"{database.Path} cannot be read: {exception.Message}", "Stop the hub and restore the last backup."),
            ];
        }
    }

    private static async Task<Finding> SchemaAsync(HubDbContext db, CancellationToken cancel)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        if (applied.Find(name => !known.Contains(name)) is { } newer)
            return Finding.Fail("schema", $"The database was made by a newer hub: it has {newer}.", "Run that version of the hub.");

        return applied.Count < known.Count
            ? Finding.Warn("schema", $"{known.Count - applied.Count} migrations are not applied yet.", "Run hub migrate, or hub serve, which applies them.")
            : Finding.Ok("schema", $"The schema is at {applied[^1]}.");
    }

    private static async Task<Finding> FollowersAsync(HubDbContext db, CancellationToken cancel)
    {
        var lags = await db.FollowerLags.AsNoTracking().OrderBy(f => f.Name).ToListAsync(cancel);
        var told = lags.Count == 0
            ? "No follower of the change log has run yet."
            : string.Join(' ', lags.Select(f => $"{f.Name} is {f.Lag:N0} changes behind{(f.IsRebuilding ? ", and being rebuilt" : "")}."));
        return lags.Exists(f => f.IsRebuilding || f.Lag > new FollowerOptions().LateAfterChanges)
            ? Finding.Warn("followers", told, "Let the hub run: they catch up while it has little to store.")
            : Finding.Ok("followers", told);
    }

    private static async Task<IReadOnlyList<Finding>> KeysAsync(KeyCheck keys, CancellationToken cancel)
    {
        try
        {
            var count = await keys.OpenAllAsync(cancel);
            var opened = Finding.Ok("keys", count == 0 ? "There are no signing keys yet; hub serve makes the first." : $"{count} signing keys open.");
            return [opened, .. (await keys.ListOperatorKeysAsync(cancel)).Select(OperatorKey)];
        }
        catch (SettingException exception)
        {
            return [Finding.Fail("keys", exception.Message, "Correct the setting, then run hub doctor again.")];
        }
    }

    private static Finding Audit(AuditReport report) => report.Problems is [var problem, ..]
        ? Finding.Fail("audit", $"The audit log in {report.Directory} cannot go on. {problem.Message}", "Run hub audit verify, and keep a copy of the folder as it is.")
        : Finding.Ok("audit", $"The audit log in {report.Directory} has {report.Size:N0} entries and can go on. hub audit verify looks at all of them.");

    private static Finding OperatorKey(OperatorKeyUse use)
    {
        var told = KeyCommands.Line(use);
        return use switch
        {
            { IsNewest: true } => Finding.Ok("operator_key", told),
            { IsGiven: false } => Finding.Warn(
                "operator_key",
                told,
                $"These secrets are refused: give that key in {KeyCheck.PreviousKeySetting}, or rotate them with hub clients rotate-secret."),
            { SigningKeys: > 0 } => Finding.Warn("operator_key", told, "Run hub keys rewrap."),
            { Secrets: > 0 } => Finding.Ok("operator_key", $"{told} They move to the newest at their next use."),
            _ => Finding.Warn("operator_key", told, $"Nothing needs it: take it out of {KeyCheck.PreviousKeySetting}."),
        };
    }
}
