using Hub.Data;
using Microsoft.Extensions.Configuration;

namespace Hub.Auth.Audit;

/// <summary>Where the audit log lies.</summary>
/// <param name="Directory">Its folder.</param>
internal sealed record AuditOptions(string Directory)
{
    public const string DirectorySetting = "Hub:Audit:Directory";

    public static AuditOptions Read(IConfiguration configuration, HubDatabase database) => configuration[DirectorySetting] is { Length: > 0 } given
        ? new(Path.GetFullPath(given))
        : new(Path.Combine(database.DataDirectory, "audit"));
}
