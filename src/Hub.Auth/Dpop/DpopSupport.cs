namespace Hub.Auth.Dpop;

/// <summary>What of DPoP is told to callers.</summary>
public static class DpopSupport
{
    public const string ProofHeader = "DPoP";

    /// <summary>What proofs may be signed by.</summary>
    public static IReadOnlyList<string> Algorithms => DpopKey.Algorithms;
}
