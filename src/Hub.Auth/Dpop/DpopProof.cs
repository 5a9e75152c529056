namespace Hub.Auth.Dpop;

/// <summary>A proof that was found good, but for a use before.</summary>
/// <param name="Thumbprint">SHA-256 thumbprint of its key (RFC 7638), in base64url: the token's <c>cnf.jkt</c>.</param>
/// <param name="Id">Its <c>jti</c>.</param>
/// <param name="IssuedAt">When it says it was made.</param>
internal sealed record DpopProof(string Thumbprint, string Id, DateTimeOffset IssuedAt);
