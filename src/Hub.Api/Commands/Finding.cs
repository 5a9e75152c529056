namespace Hub.Api.Commands;

/// <summary>How bad a finding is, from good to bad.</summary>
internal enum FindingLevel
{
    Ok = 1,
    Warn = 2,
    Fail = 3,
}

/// <summary>What one check of <c>hub doctor</c> found.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Name">Name of the check.</param>
/// <param name="Message">What was found.</param>
/// <param name="Fix">What to do about it; null when it is good.</param>
internal sealed record Finding(FindingLevel Level, string Name, string Message, string? Fix = null)
{
    public static Finding Ok(string name, string message) => new(FindingLevel.Ok, name, message);

    public static Finding Warn(string name, string message, string fix) => new(FindingLevel.Warn, name, message, fix);

    public static Finding Fail(string name, string message, string fix) => new(FindingLevel.Fail, name, message, fix);
}
