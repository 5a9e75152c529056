namespace Hub.Auth.Audit;

/// <summary>
/// One thing to remember: who, what, when, why. It is kept for good and read by auditors, so it must hold no secret, no token and nothing
/// personal.
/// </summary>
/// <param name="Name">What happened, of <see cref="AuditEvents"/>.</param>
public sealed record AuditEvent(string Name)
{
    /// <summary>When; null means now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// Who did it. Null means whoever makes the request at hand, or, where there is none, the operator who runs the command. What the hub
    /// does by itself says <see cref="AuditEvents.ByHub"/>.
    /// </summary>
    public string? By { get; init; }

    /// <summary>Address the request came from; null means that of the request at hand.</summary>
    public string? Address { get; init; }

    /// <summary>Client it is about.</summary>
    public string? Client { get; init; }

    /// <summary>Participant it is about, by public id.</summary>
    public string? Participant { get; init; }

    /// <summary>What else it is about: a key's name, a session, a source.</summary>
    public string? Subject { get; init; }

    /// <summary>How the client proved who it is, or meant to.</summary>
    public string? Method { get; init; }

    /// <summary>Why: a stable code, or what was said about it.</summary>
    public string? Reason { get; init; }

    /// <summary>What it was changed to, or other words on it.</summary>
    public string? Detail { get; init; }

    /// <summary>How many times, or of how many things.</summary>
    public long? Count { get; init; }

    /// <summary>First <c>jti</c> of the tokens counted.</summary>
    public string? FirstTokenId { get; init; }

    /// <summary>Last <c>jti</c> of the tokens counted.</summary>
    public string? LastTokenId { get; init; }
}
