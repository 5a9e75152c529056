using System.Text.Json.Nodes;

namespace Hub.Api.Commands;

/// <summary>What a command did: an answer, or why there is none.</summary>
internal abstract record CommandResult
{
    /// <summary>It worked.</summary>
    /// <param name="Json">The answer for programs, one object.</param>
    /// <param name="Text">The same for people.</param>
    public sealed record Done(JsonObject Json, string Text) : CommandResult;

    /// <summary>It was looked at and found wanting; the answer says how.</summary>
    /// <param name="Json">The answer for programs, one object.</param>
    /// <param name="Text">The same for people.</param>
    public sealed record Failed(JsonObject Json, string Text) : CommandResult;

    /// <summary>It was refused.</summary>
    /// <param name="Reason">Stable, UPPER_SNAKE.</param>
    /// <param name="Field">Argument, option or setting at fault; null when none is.</param>
    /// <param name="Message">What is wrong.</param>
    /// <param name="Fix">What to do about it.</param>
    public sealed record Refused(string Reason, string? Field, string Message, string Fix) : CommandResult;
}
