using System.Net.Http.Headers;
using System.Text;
using Hub.Auth.Clients;

namespace Hub.Auth.Tests.Tokens;

/// <summary>Token requests that must be refused: what is wrong, the request, and status and error of the answer.</summary>
internal static class TokenRefusals
{
    private const string Issuer = AuthHost.Issuer;

    public static IReadOnlyList<(string What, Func<NewClient, HttpRequestMessage> Make, int Status, string Error)> All { get; } =
    [
        // The body.
        ("JSON", c => Body("application/json", """{"grant_type":"client_credentials"}"""), 400, "invalid_request"),
        ("no content type", c => Body(null, Good(c)), 400, "invalid_request"),
        ("text", c => Body("text/plain", Good(c)), 400, "invalid_request"),
        ("multipart", c => new(HttpMethod.Post, "/connect/token") { Content = Multipart(c) }, 400, "invalid_request"),
        ("another charset", c => Body("application/x-www-form-urlencoded; charset=utf-16", Good(c)), 400, "invalid_request"),
        ("empty body", c => Form(""), 401, "invalid_client"),
        ("everything in the URL", c => Form("", "?" + Good(c)), 400, "invalid_request"),
        ("the secret in the URL", c => Form($"grant_type=client_credentials&client_id={c.ClientId}", "?client_secret=" + c.Secret), 400, "invalid_request"),
        ("the scope in the URL", c => Form(Good(c), "?scope=catalogue.read"), 400, "invalid_request"),
        ("a value of 5,000 characters", c => Form(Good(c) + "&scope=" + new string('a', 5_000)), 400, "invalid_request"),
        ("a name of 100 characters", c => Form(Good(c) + "&" + new string('a', 100) + "=1"), 400, "invalid_request"),
        ("100 parameters", c => Form(Good(c) + string.Concat(Enumerable.Range(0, 100).Select(i => $"&p{i}=1"))), 400, "invalid_request"),

        // Given twice.
        ("grant_type twice", c => Form(Good(c) + "&grant_type=client_credentials"), 400, "invalid_request"),
        ("client_id twice", c => Form(Good(c) + "&client_id=" + c.ClientId), 400, "invalid_request"),
        ("client_secret twice", c => Form(Good(c) + "&client_secret=" + c.Secret), 400, "invalid_request"),
        ("scope twice", c => Form(Good(c) + "&scope=catalogue.read&scope=catalogue.write"), 400, "invalid_request"),
        ("a parameter twice whose name no description may hold", c => Form(Good(c) + "&%22%5C%E2%82%AC=1&%22%5C%E2%82%AC=2"), 400, "invalid_request"),
        ("an unknown parameter twice", c => Form(Good(c) + "&x=1&x=2"), 400, "invalid_request"),

        // Who asks.
        ("no client", c => Form("grant_type=client_credentials"), 401, "invalid_client"),
        ("no secret", c => Form("grant_type=client_credentials&client_id=" + c.ClientId), 401, "invalid_client"),
        ("an empty secret", c => Form($"grant_type=client_credentials&client_id={c.ClientId}&client_secret="), 401, "invalid_client"),
        ("no id", c => Form("grant_type=client_credentials&client_secret=" + c.Secret), 401, "invalid_client"),
        ("a wrong secret", c => Form(Good(c).Replace(c.Secret, SecretFormat.Make(), StringComparison.Ordinal)), 401, "invalid_client"),
        ("a secret cut short", c => Form(Good(c)[..^1]), 401, "invalid_client"),
        ("a secret in capitals", c => Form(Good(c).Replace(c.Secret, c.Secret.ToUpperInvariant(), StringComparison.Ordinal)), 401, "invalid_client"),
        ("an unknown client", c => Form(Good(c).Replace(c.ClientId, "nobody", StringComparison.Ordinal)), 401, "invalid_client"),
        ("an id in capitals", c => Form(Good(c).Replace(c.ClientId, c.ClientId.ToUpperInvariant(), StringComparison.Ordinal)), 401, "invalid_client"),
        ("an id with a zero byte", c => Form(Good(c).Replace(c.ClientId, c.ClientId + "%00", StringComparison.Ordinal)), 400, "invalid_request"),
        ("an assertion beside a secret", c => Form(Good(c) + "&client_assertion=x&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), 400, "invalid_request"),

        // The Authorization header.
        ("header and form", c => Header(Good(c), AuthHost.Basic(c.ClientId, c.Secret)), 400, "invalid_request"),
        ("header and another id", c => Header("grant_type=client_credentials&client_id=x", AuthHost.Basic(c.ClientId, c.Secret)), 400, "invalid_request"),
        ("two headers", c => TwoHeaders(c), 400, "invalid_request"),
        ("a bearer token as client", c => Header(Grant, new("Bearer", "x")), 401, "invalid_client"),
        ("a scheme alone", c => Header(Grant, new("Basic")), 401, "invalid_client"),
        ("no base64", c => Header(Grant, new("Basic", "***")), 401, "invalid_client"),
        ("no colon", c => Header(Grant, Encoded(c.ClientId)), 401, "invalid_client"),
        ("a header without an id", c => Header(Grant, Encoded(":" + c.Secret)), 401, "invalid_client"),
        ("a header without a secret", c => Header(Grant, Encoded(c.ClientId + ":")), 401, "invalid_client"),
        ("a header with a broken percent", c => Header(Grant, Encoded($"{c.ClientId}:{c.Secret}%")), 401, "invalid_client"),
        ("a header with a percent and letters", c => Header(Grant, Encoded($"{c.ClientId}:{c.Secret}%zz")), 401, "invalid_client"),
        ("a header of no UTF-8", c => Header(Grant, new("Basic", Convert.ToBase64String([0xFF, (byte)':', 0xFE]))), 401, "invalid_client"),
        ("a header of percents of no UTF-8", c => Header(Grant, Encoded($"{c.ClientId}:%FF%FE")), 401, "invalid_client"),
        ("a header with a wrong secret", c => Header(Grant, AuthHost.Basic(c.ClientId, SecretFormat.Make())), 401, "invalid_client"),

        // What is asked.
        ("no grant type", c => Form(Good(c).Replace(Grant + "&", "", StringComparison.Ordinal)), 400, "invalid_request"),
        ("an empty grant type", c => Form(Good(c).Replace(Grant, "grant_type=", StringComparison.Ordinal)), 400, "invalid_request"),
        ("passwords", c => Form(Good(c).Replace(Grant, "grant_type=password", StringComparison.Ordinal)), 400, "unsupported_grant_type"),
        ("codes", c => Form(Good(c).Replace(Grant, "grant_type=authorization_code", StringComparison.Ordinal)), 400, "unsupported_grant_type"),
        ("refresh tokens", c => Form(Good(c).Replace(Grant, "grant_type=refresh_token", StringComparison.Ordinal)), 400, "unsupported_grant_type"),
        ("a grant type in capitals", c => Form(Good(c).Replace(Grant, "grant_type=CLIENT_CREDENTIALS", StringComparison.Ordinal)), 400, "unsupported_grant_type"),
        ("a scope the client has not", c => Form(Good(c) + "&scope=registry.admin"), 400, "invalid_scope"),
        ("one scope too many", c => Form(Good(c) + "&scope=catalogue.read registry.admin"), 400, "invalid_scope"),
        ("an unknown scope", c => Form(Good(c) + "&scope=catalogue.delete"), 400, "invalid_scope"),
        ("a scope in capitals", c => Form(Good(c) + "&scope=CATALOGUE.READ"), 400, "invalid_scope"),
        ("scopes parted by commas", c => Form(Good(c) + "&scope=catalogue.read,catalogue.write"), 400, "invalid_scope"),
        ("scopes parted by two spaces", c => Form(Good(c) + "&scope=catalogue.read++catalogue.write"), 400, "invalid_scope"),
        ("a space before the scope", c => Form(Good(c) + "&scope=+catalogue.read"), 400, "invalid_scope"),
        ("a scope with quotes", c => Form(Good(c) + "&scope=%22catalogue.read%22"), 400, "invalid_scope"),
        ("a scope with a line break", c => Form(Good(c) + "&scope=catalogue.read%0A"), 400, "invalid_scope"),
        ("another's resource", c => Form(Good(c) + "&resource=https://elsewhere.test/graphql"), 400, "invalid_target"),
        ("no such resource", c => Form(Good(c) + $"&resource={Issuer}/rest"), 400, "invalid_target"),
        ("a resource with a slash more", c => Form(Good(c) + $"&resource={Issuer}/graphql/"), 400, "invalid_target"),
        ("a resource with a fragment", c => Form(Good(c) + $"&resource={Issuer}/graphql%23x"), 400, "invalid_target"),
        ("a relative resource", c => Form(Good(c) + "&resource=/graphql"), 400, "invalid_target"),
        ("one resource too many", c => Form(Good(c) + $"&resource={Issuer}/graphql&resource={Issuer}/rest"), 400, "invalid_target"),
    ];

    private const string Grant = "grant_type=client_credentials";

    private static string Good(NewClient client) => $"{Grant}&client_id={client.ClientId}&client_secret={client.Secret}";

    private static HttpRequestMessage Form(string body, string query = "") => Body("application/x-www-form-urlencoded", body, query);

    private static HttpRequestMessage Body(string? type, string body, string query = "")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return new(HttpMethod.Post, "/connect/token" + query) { Content = content };
    }

    private static HttpRequestMessage Header(string body, AuthenticationHeaderValue header)
    {
        var request = Form(body);
        request.Headers.Authorization = header;
        return request;
    }

    private static HttpRequestMessage TwoHeaders(NewClient client)
    {
        var request = Form(Grant);
        request.Headers.TryAddWithoutValidation("Authorization", [AuthHost.Basic(client.ClientId, client.Secret).ToString(), "Bearer x"]);
        return request;
    }

    private static AuthenticationHeaderValue Encoded(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private static MultipartFormDataContent Multipart(NewClient client) => new()
    {
        { new StringContent("client_credentials"), "grant_type" },
        { new StringContent(client.ClientId), "client_id" },
        { new StringContent(client.Secret), "client_secret" },
    };
}
