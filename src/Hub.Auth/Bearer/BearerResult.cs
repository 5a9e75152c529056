using Hub.Auth.Dpop;

namespace Hub.Auth.Bearer;

/// <summary>Why a call is not let in.</summary>
public enum BearerFailure
{
    None,

    /// <summary>There is no bearer token.</summary>
    Missing,

    /// <summary>There are several Authorization headers, or one whose token is empty, too long or of other characters.</summary>
    Malformed,

    /// <summary>It is no token, or not one of the issuer's, or it was changed.</summary>
    Invalid,

    Expired,

    /// <summary>The token was revoked (RFC 7009).</summary>
    Revoked,

    /// <summary>The token is meant for another resource.</summary>
    WrongAudience,

    /// <summary>The client was disabled or removed since the token was issued.</summary>
    ClientDisabled,

    /// <summary>The participant was suspended since the token was issued.</summary>
    ParticipantSuspended,

    /// <summary>The client may do less than when the stream was opened. New calls go on with what is left.</summary>
    ScopesTaken,

    /// <summary>The external issuer cannot be reached, so nobody can tell whether the token is good; the same call may work later.</summary>
    IssuerUnreachable,

    /// <summary>The token is bound to a key, and was sent as a bearer token.</summary>
    Bound,

    /// <summary>The token is a bearer token, and was sent with the scheme DPoP.</summary>
    NotBound,

    /// <summary>The DPoP proof is missing or not good; <see cref="BearerResult.Proof"/> tells what is wrong.</summary>
    ProofRefused,

    /// <summary>The DPoP proof is good, but of another key than the token's.</summary>
    OtherKey,

    /// <summary>The token is bound to a TLS certificate, and the connection has none.</summary>
    CertificateMissing,

    /// <summary>The token is bound to another TLS certificate than the connection's.</summary>
    OtherCertificate,
}

/// <summary>What became of an Authorization header: a caller, or why there is none.</summary>
public readonly record struct BearerResult(Caller? Caller, BearerFailure Failure)
{
    /// <summary>What is wrong with the DPoP proof; null unless that is why.</summary>
    public DpopRefusal? Proof { get; init; }

    /// <summary>The nonce to make the next DPoP proof with; null when that needs none, or the caller has it already.</summary>
    public string? Nonce { get; init; }

    /// <summary>The stable name of a failure, as errors carry it.</summary>
    public string Reason => Failure switch
    {
        BearerFailure.Missing => "TOKEN_MISSING",
        BearerFailure.Malformed => "TOKEN_MALFORMED",
        BearerFailure.Expired => "TOKEN_EXPIRED",
        BearerFailure.Revoked => "TOKEN_REVOKED",
        BearerFailure.WrongAudience => "TOKEN_WRONG_AUDIENCE",
        BearerFailure.ClientDisabled => "CLIENT_DISABLED",
        BearerFailure.ParticipantSuspended => "PARTICIPANT_SUSPENDED",
        BearerFailure.ScopesTaken => "SCOPES_TAKEN",
        BearerFailure.IssuerUnreachable => "ISSUER_UNREACHABLE",
        BearerFailure.Bound => "TOKEN_BOUND",
        BearerFailure.NotBound => "TOKEN_NOT_BOUND",
        BearerFailure.ProofRefused when Proof is not null => Proof.Reason,
        BearerFailure.OtherKey => "DPOP_KEY_MISMATCH",
        BearerFailure.CertificateMissing => "CERTIFICATE_MISSING",
        BearerFailure.OtherCertificate => "CERTIFICATE_MISMATCH",
        _ => "TOKEN_INVALID",
    };
}
