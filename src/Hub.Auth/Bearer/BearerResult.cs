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

    /// <summary>The external issuer cannot be reached, so nobody can tell whether the token is good; the same call may work later.</summary>
    IssuerUnreachable,
}

/// <summary>What became of an Authorization header: a caller, or why there is none.</summary>
public readonly record struct BearerResult(Caller? Caller, BearerFailure Failure)
{
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
        BearerFailure.IssuerUnreachable => "ISSUER_UNREACHABLE",
        _ => "TOKEN_INVALID",
    };
}
