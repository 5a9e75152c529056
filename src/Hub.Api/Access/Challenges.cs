using Hub.Auth;
using Hub.Auth.Bearer;
using Hub.Auth.Dpop;
using Microsoft.Extensions.Primitives;

namespace Hub.Api.Access;

/// <summary>What <c>WWW-Authenticate</c> says to a call that is not let in (RFC 6750, section 3; RFC 9449, section 7.1).</summary>
internal static class Challenges
{
    // What a DPoP-bound token may meet; the client then knows to use that scheme.
    private static readonly string Algorithms = string.Join(' ', DpopSupport.Algorithms);

    /// <summary>The challenges of a refusal: those of both schemes where none or the wrong one was used, else that of the one in use.</summary>
    /// <param name="result">Why the call is not let in.</param>
    /// <param name="isDpop">Whether the token was sent with the scheme DPoP.</param>
    /// <param name="options">Settings of the issuer.</param>
    /// <param name="resource">The resource that was called.</param>
    public static StringValues Of(BearerResult result, bool isDpop, AuthOptions options, Resources resource)
    {
        var english = AccessFailures.Of(result).English;

        // RFC 6750, section 3.1: a request without a token is told no error code.
        var error = result.Failure == BearerFailure.Missing ? "" : Error(Code(result), english);
        return (result.Failure, isDpop) switch
        {
            (BearerFailure.Missing, _) => new StringValues([Bearer("", options, resource), Dpop("", options, resource)]),
            (BearerFailure.Bound, _) => new StringValues([Bearer(error, options, resource), Dpop("", options, resource)]),
            (BearerFailure.NotBound, _) => new StringValues([Bearer("", options, resource), Dpop(error, options, resource)]),
            (_, true) => Dpop(error, options, resource),
            _ => Bearer(error, options, resource),
        };
    }

    /// <summary>The challenge of a token that lacks a scope.</summary>
    public static StringValues OfScope(string names, string text, bool isDpop, AuthOptions options, Resources resource)
    {
        var error = $"{Error("insufficient_scope", text)}, scope=\"{names}\"";
        return isDpop ? Dpop(error, options, resource) : Bearer(error, options, resource);
    }

    /// <summary>Where a client learns what the resource wants (RFC 9728, section 5.1).</summary>
    public static string MetadataUrl(AuthOptions options, Resources resource) =>
        $"{options.Issuer}/.well-known/oauth-protected-resource/{(resource == Resources.Grpc ? "grpc" : "graphql")}";

    private static string Code(BearerResult result) => result.Failure switch
    {
        BearerFailure.Malformed => "invalid_request",
        BearerFailure.ProofRefused when result.Proof == DpopRefusal.NonceRequired => "use_dpop_nonce",
        BearerFailure.ProofRefused => "invalid_dpop_proof",
        _ => "invalid_token",
    };

    private static string Bearer(string error, AuthOptions options, Resources resource) => $"Bearer realm=\"hub\"{error}, {Metadata(options, resource)}";

    private static string Dpop(string error, AuthOptions options, Resources resource) =>
        $"DPoP realm=\"hub\"{error}, algs=\"{Algorithms}\", {Metadata(options, resource)}";

    private static string Error(string code, string text) => $", error=\"{code}\", error_description=\"{text}\"";

    private static string Metadata(AuthOptions options, Resources resource) => $"resource_metadata=\"{MetadataUrl(options, resource)}\"";
}
