using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Auth.Clients;
using Hub.Data.Clients;

namespace Hub.Auth.Registration;

/// <summary>What a program asks to be registered as (RFC 7591, section 2). Metadata that means nothing here is passed over, as section 2 says.</summary>
internal sealed record RegistrationRequest(Scopes Scopes, ClientProof Proof)
{
    private const string Method = "token_endpoint_auth_method";
    private const string Certificate = "tls_client_auth_";

    // A program that makes itself an operator would be approved by mistake one day.
    private static readonly Scopes Open = ScopeNames.All.Select(name => ScopeNames.Find(name)).Where(scope => scope != Scopes.RegistryAdmin).Aggregate((a, b) => a | b);

    /// <summary>Reads a request; one of the two is null.</summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="methods">Methods the token endpoint takes.</param>
    public static (RegistrationRequest? Request, string? Problem) Read(JsonObject body, IReadOnlyList<string> methods)
    {
        if (WrongType(body) is { } wrong)
            return (null, wrong);
        if (Strings(body, "grant_types") is [_, ..] grants && grants is not ["client_credentials"])
            return (null, "grant_types may hold client_credentials alone.");
        if (Strings(body, "response_types") is [_, ..])
            return (null, "response_types must be left out: there is no authorization endpoint.");

        // RFC 7591, section 2: client_secret_basic unless told otherwise.
        var name = Text(body, Method) ?? "client_secret_basic";
        if (!methods.Contains(name) || ProofNames.FindMethod(name) is not { } method)
            return (null, $"{Method} {Shown(name)} is not taken. Use one of {string.Join(", ", methods)}.");

        var (scopes, problem) = ReadScopes(Text(body, "scope"));
        if (problem is not null)
            return (null, problem);

        var names = ProofNames.Certificates.Where(kind => body.ContainsKey(Certificate + kind.Name)).ToList();
        if (names.Count > 1)
            return (null, "More than one name of a certificate is given. Give one (RFC 8705, section 2.1.2).");
        var certificate = names is [var one] ? one : default;

        var proof = new ClientProof(method)
        {
            Name = Text(body, "client_name"),
            Jwks = body["jwks"]?.ToJsonString(),
            JwksUri = Text(body, "jwks_uri"),
            CertificateName = certificate.Name is null ? null : certificate.Kind,
            CertificateNameValue = certificate.Name is null ? null : Text(body, Certificate + certificate.Name),
            RequiresDpop = Flag(body, "dpop_bound_access_tokens"),
            BindsCertificate = Flag(body, "tls_client_certificate_bound_access_tokens"),
        };
        return proof.Refusal() is { } refusal ? (null, $"{refusal.Message} {refusal.Fix}") : (new(scopes, proof), null);
    }

    private static (Scopes Scopes, string? Problem) ReadScopes(string? text)
    {
        var open = ScopeNames.Format(Open);
        if (string.IsNullOrWhiteSpace(text))
            return (Scopes.None, $"scope is missing. Name what the program needs of: {open}.");
        if (!ScopeNames.TryParse(text, out var scopes, out var unknown))
            return (Scopes.None, $"There is no scope {Shown(unknown!)}. There are: {open}.");
        return (scopes & ~Open) == Scopes.None ? (scopes, null) : (Scopes.None, $"No program registers itself with that scope. There are: {open}.");
    }

    private static string? WrongType(JsonObject body)
    {
        foreach (var (name, value) in body)
        {
            var wanted = name switch
            {
                Method or "scope" or "client_name" or "jwks_uri" => (JsonValueKind.String, "a string"),
                "grant_types" or "response_types" => (JsonValueKind.Array, "a list of strings"),
                "jwks" => (JsonValueKind.Object, "an object, a JSON Web Key Set"),
                "dpop_bound_access_tokens" or "tls_client_certificate_bound_access_tokens" => (JsonValueKind.True, "true or false"),
                _ when name.StartsWith(Certificate, StringComparison.Ordinal) => (JsonValueKind.String, "a string"),
                _ => default,
            };
            if (wanted.Item2 is null)
                continue;
            var kind = value?.GetValueKind() ?? JsonValueKind.Null;
            kind = kind == JsonValueKind.False ? JsonValueKind.True : kind;
            if (kind != wanted.Item1 || (value is JsonArray list && list.Any(item => item?.GetValueKind() != JsonValueKind.String)))
                return $"{name} must be {wanted.Item2}.";
        }

        return null;
    }

    private static string? Text(JsonObject body, string name) => body[name]?.GetValue<string>();

    private static bool Flag(JsonObject body, string name) => body[name]?.GetValue<bool>() ?? false;

    private static List<string> Strings(JsonObject body, string name) => [.. (body[name] as JsonArray ?? []).Select(item => item!.GetValue<string>())];

    // RFC 6749, section 5.2: what a description may hold, and a client's name may hold more.
    private static string Shown(string text) =>
        string.Concat(text.Take(64).Select(c => c is >= ' ' and <= '~' and not '"' and not '\\' ? c : '?'));
}
