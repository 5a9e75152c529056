using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Auth.Bearer;
using Hub.Data.Clients;

namespace Hub.Api.Access;

/// <summary>How a call that is not let in is told why.</summary>
internal static class AccessFailures
{
    /// <summary>When a call that nobody could check is worth another attempt.</summary>
    public static TimeSpan IssuerRetry { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The failure of a stream whose token has expired; what it stored stays stored.</summary>
    public static GrpcFailure TokenExpired() => Of(new(null, BearerFailure.Expired));

    /// <summary>The failure of a call whose token is not accepted.</summary>
    public static GrpcFailure Of(BearerResult result)
    {
        // What is wrong with a proof is told more exactly than a catalogue can.
        var failure = result is { Failure: BearerFailure.ProofRefused, Proof: { } proof }
            ? GrpcFailure.Of(StatusCode.Unauthenticated, proof.Reason, proof.English, proof.Indonesian)
            : GrpcFailure.Of(result.Reason);
        if (result.Nonce is { } nonce)
            failure.With("dpop_nonce", nonce);
        return result.Failure == BearerFailure.IssuerUnreachable ? failure.RetryAfter(IssuerRetry) : failure;
    }

    /// <summary>The failure of a call whose token lacks the scope it needs.</summary>
    public static GrpcFailure ScopeMissing(Scopes anyOf)
    {
        var names = ScopeNames.Format(anyOf);
        return GrpcFailure
            .Of(FailureReasons.ScopeMissing, Joined(names, "or"), Joined(names, "atau"))
            .With("scope", names);
    }

    /// <summary>What a call takes whose token lacks the scope.</summary>
    public static string ScopeText(Scopes anyOf) => ScopeMissing(anyOf).English;

    /// <summary>The failure of a method that has no rule.</summary>
    public static GrpcFailure RuleMissing(string method) => GrpcFailure.Of(FailureReasons.RuleMissing).With("method", method);

    private static string Joined(string names, string or) => names.Replace(" ", $" {or} ", StringComparison.Ordinal);
}
