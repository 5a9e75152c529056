namespace PartnerSync;

/// <summary>What the program's exit code means.</summary>
internal static class ExitCodes
{
    /// <summary>The hub took everything; some of it may wait, see <see cref="Waiting"/>.</summary>
    public const int Done = 0;

    /// <summary>At least one item was rejected or conflicts with what the hub has.</summary>
    public const int Refused = 1;

    /// <summary>The command, the file or the map is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>The hub could not be reached, refused the client, or ended the upload; <c>--resume</c> may go on.</summary>
    public const int Failed = 3;

    /// <summary>With <c>--strict</c>: items are quarantined or withdrawals held.</summary>
    public const int Waiting = 4;

    /// <summary>Interrupted; <c>--resume</c> goes on.</summary>
    public const int Interrupted = 130;
}
