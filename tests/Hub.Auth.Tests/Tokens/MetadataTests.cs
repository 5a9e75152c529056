using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tests.Tokens;

public sealed class MetadataTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task The_server_tells_what_it_can_do_and_nothing_more(string path)
    {
        var metadata = await hub.Http.GetFromJsonAsync<JsonElement>(path, Cancel);

        Assert.Equal(
            [
                "dpop_signing_alg_values_supported", "grant_types_supported", "introspection_endpoint", "introspection_endpoint_auth_methods_supported",
                "introspection_endpoint_auth_signing_alg_values_supported", "issuer", "jwks_uri",
                "protected_resources", "registration_endpoint", "response_types_supported", "revocation_endpoint", "revocation_endpoint_auth_methods_supported", "revocation_endpoint_auth_signing_alg_values_supported",
                "scopes_supported", "tls_client_certificate_bound_access_tokens", "token_endpoint", "token_endpoint_auth_methods_supported",
                "token_endpoint_auth_signing_alg_values_supported",
            ],
            metadata.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(AuthHost.Issuer, metadata.GetProperty("issuer").GetString());
        Assert.Equal(AuthHost.Issuer + "/connect/token", metadata.GetProperty("token_endpoint").GetString());
        Assert.Equal(["client_credentials"], Texts(metadata, "grant_types_supported"));
        Assert.Equal(["client_secret_basic", "client_secret_post", "private_key_jwt"], Texts(metadata, "token_endpoint_auth_methods_supported"));
        Assert.Equal(["ES256", "PS256"], Texts(metadata, "token_endpoint_auth_signing_alg_values_supported"));
        Assert.Empty(Texts(metadata, "response_types_supported"));
    }

    [Fact]
    public async Task Every_endpoint_takes_the_methods_of_the_token_endpoint_and_is_where_it_is_advertised()
    {
        var metadata = await hub.Http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-authorization-server", Cancel);
        var methods = Texts(metadata, "token_endpoint_auth_methods_supported").ToList();

        foreach (var endpoint in new[] { "introspection", "revocation" })
        {
            Assert.Equal(methods, Texts(metadata, $"{endpoint}_endpoint_auth_methods_supported"));
            var response = await hub.Http.PostAsync(new Uri(metadata.GetProperty($"{endpoint}_endpoint").GetString()!).AbsolutePath, null, Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task Every_scope_that_is_advertised_can_be_had()
    {
        var metadata = await hub.Http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-authorization-server", Cancel);
        var scopes = string.Join(' ', Texts(metadata, "scopes_supported"));
        var client = await hub.AddClientAsync(scopes);

        var answer = await hub.AskAsync(client, ("scope", scopes));

        Assert.Equal(scopes, answer.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task Every_resource_that_is_advertised_can_be_asked_for_and_describes_itself()
    {
        var client = await hub.AddClientAsync();
        var metadata = await hub.Http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-authorization-server", Cancel);

        foreach (var resource in Texts(metadata, "protected_resources"))
        {
            var token = await hub.TokenAsync(client, ("resource", resource));
            var about = await hub.Http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-protected-resource" + new Uri(resource).AbsolutePath, Cancel);

            Assert.Equal([resource], new JsonWebToken(token).Audiences);
            Assert.Equal(resource, about.GetProperty("resource").GetString());
            Assert.Equal([AuthHost.Issuer], Texts(about, "authorization_servers"));
            Assert.Equal(["header"], Texts(about, "bearer_methods_supported"));
            Assert.Equal(["ES256", "PS256"], Texts(about, "dpop_signing_alg_values_supported"));
            Assert.False(about.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
            Assert.False(about.GetProperty("dpop_bound_access_tokens_required").GetBoolean());
        }
    }

    [Fact]
    public async Task The_resource_on_HTTP_is_GraphQL_and_the_issuer_is_none()
    {
        var about = await hub.Http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-protected-resource/graphql", Cancel);
        using var root = await hub.Http.GetAsync("/.well-known/oauth-protected-resource", Cancel);

        Assert.Equal(AuthHost.Issuer + "/graphql", about.GetProperty("resource").GetString());
        Assert.Equal(["dashboard.read", "dashboard.pii"], Texts(about, "scopes_supported"));
        Assert.Equal(HttpStatusCode.NotFound, root.StatusCode);
    }

    [Fact]
    public async Task The_JWKS_holds_public_keys_only_and_checks_a_token()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);

        var response = await hub.Http.GetAsync("/.well-known/jwks.json", Cancel);

        var text = await response.Content.ReadAsStringAsync(Cancel);
        var key = Assert.Single(new JsonWebKeySet(text).Keys);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new()
        {
            IssuerSigningKey = key, ValidIssuer = AuthHost.Issuer, ValidAudience = AuthHost.Issuer + "/grpc", ValidateLifetime = false,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(("EC", "P-256", "sig", "ES256"), (key.Kty, key.Crv, key.Use, key.Alg));
        Assert.Equal(Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()), key.Kid);
        Assert.DoesNotContain("\"d\"", text, StringComparison.Ordinal);
        Assert.Equal("public, max-age=3600", response.Headers.CacheControl!.ToString());
        Assert.Equal("application/jwk-set+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/userinfo")]
    public async Task What_is_not_advertised_is_not_there(string path)
    {
        var response = await hub.Http.PostAsync(path, null, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Documents_are_only_read()
    {
        var post = await hub.Http.PostAsync("/.well-known/jwks.json", null, Cancel);
        var head = await hub.Http.SendAsync(new(HttpMethod.Head, "/.well-known/openid-configuration"), Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    private static IEnumerable<string> Texts(JsonElement document, string name) =>
        document.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);
}
