using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Api.Participants;
using Hub.Auth.Certificates;
using Hub.Auth.Clients;
using Hub.Data;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Hub.Feed.V1;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Api.Tests.Access;

/// <summary>Clients with TLS certificates on the whole hub: by TLS of its own, and behind a proxy.</summary>
public sealed class MtlsTests : IDisposable
{
    private const string Subject = "CN=platform, O=Arunika";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority = CertificateMaker.Authority("CN=Authority", Now);
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _other = CertificateMaker.Make(Subject, Now);

    public MtlsTests() => _certificate = CertificateMaker.Make(Subject, Now, _authority);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_proves_itself_by_a_certificate_of_an_authority_and_its_token_is_bound_to_it()
    {
        await using var hub = await StartTlsAsync();
        var url = MtlsUrl(hub);
        var id = await AddAsync(hub, client =>
        {
            client.AuthenticationMethod = AuthenticationMethod.Tls;
            (client.CertificateName, client.CertificateNameValue, client.BindsCertificate) = (CertificateName.SubjectDn, Subject, true);
        });

        var token = Token(await AskAsync(url, _certificate, id));

        Assert.Equal(
            Base64UrlEncoder.Encode(_certificate.GetCertHash(HashAlgorithmName.SHA256)),
            new JsonWebToken(token).GetPayloadValue<JsonElement>("cnf").GetProperty("x5t#S256").GetString());
        Assert.Equal("invalid_client", Error(await AskAsync(url, _other, id)));
        Assert.Equal("invalid_client", Error(await AskAsync(url, null, id)));
        Assert.Equal("invalid_client", Error(await AskAsync(Url(hub), _certificate, id)));
        await CallAsync(url, _certificate, token);
        Assert.Equal("CERTIFICATE_MISMATCH", FailureDetails.Of(await Assert.ThrowsAsync<RpcException>(() => CallAsync(url, _other, token))).Reason);
        Assert.Equal("CERTIFICATE_MISSING", FailureDetails.Of(await Assert.ThrowsAsync<RpcException>(() => CallAsync(Url(hub), _certificate, token))).Reason);
        Assert.Equal((HttpStatusCode.OK, ""), await QueryAsync(url, _certificate, token));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), await QueryAsync(url, _other, token));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_token"), await QueryAsync(url, null, token));
    }

    [Fact]
    public async Task A_client_proves_itself_by_a_certificate_of_its_own_making()
    {
        await using var hub = await StartTlsAsync();
        var url = MtlsUrl(hub);
        var jwks = $$"""{"keys":[{"kty":"EC","x5c":["{{Convert.ToBase64String(_other.RawData)}}"]}]}""";
        var id = await AddAsync(hub, client => (client.AuthenticationMethod, client.Jwks) = (AuthenticationMethod.SelfSignedTls, jwks));

        var answer = await AskAsync(url, _other, id);

        Assert.False(new JsonWebToken(Token(answer)).TryGetPayloadValue<JsonElement>("cnf", out _));
        Assert.Equal("invalid_client", Error(await AskAsync(url, _certificate, id)));
    }

    [Fact]
    public async Task Tokens_are_bound_to_a_certificate_whatever_else_proves_the_client()
    {
        await using var hub = await StartTlsAsync();
        var secret = "";
        var id = await AddAsync(hub, client => client.BindsCertificate = true, made => secret = made);

        var with = await AskAsync(MtlsUrl(hub), _other, id, secret);
        var without = await AskAsync(Url(hub), null, id, secret);

        Assert.True(new JsonWebToken(Token(with)).TryGetPayloadValue<JsonElement>("cnf", out _));
        Assert.Equal("invalid_request", Error(without));
    }

    [Fact]
    public async Task Participants_held_to_FAPI_get_no_bearer_token_and_use_no_secret()
    {
        await using var hub = await StartTlsAsync();
        var secret = "";
        var withSecret = await AddAsync(hub, _ => { }, made => secret = made);
        var withCertificate = await AddAsync(hub, client =>
        {
            client.AuthenticationMethod = AuthenticationMethod.Tls;
            (client.CertificateName, client.CertificateNameValue) = (CertificateName.SubjectDn, Subject);
        });
        await using var db = hub.Services.GetRequiredService<HubDatabase>().Open();
        await db.Participants.ExecuteUpdateAsync(p => p.SetProperty(x => x.RequiresFapi, true), Cancel);
        var url = MtlsUrl(hub);

        var bySecret = await AskAsync(url, _other, withSecret, secret);
        var byCertificate = await AskAsync(url, _certificate, withCertificate);

        Assert.Equal("invalid_client", Error(bySecret));
        Assert.True(new JsonWebToken(Token(byCertificate)).TryGetPayloadValue<JsonElement>("cnf", out _));
    }

    [Fact]
    public async Task The_metadata_tells_where_certificates_are_taken_and_how()
    {
        await using var hub = await StartTlsAsync();
        using var http = Http(Url(hub), null);

        var metadata = await http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-authorization-server", Cancel);
        var resource = await http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-protected-resource/grpc", Cancel);

        Assert.True(metadata.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
        Assert.True(resource.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
        Assert.Equal(MtlsUrl(hub) + "/connect/token", metadata.GetProperty("mtls_endpoint_aliases").GetProperty("token_endpoint").GetString());
        Assert.Superset(
            new HashSet<string?> { "tls_client_auth", "self_signed_tls_client_auth" },
            metadata.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(m => m.GetString()).ToHashSet());
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.9.9.9", false)]
    public async Task A_certificate_in_a_header_is_taken_from_a_proxy_alone(string proxies, bool isTaken)
    {
        await using var hub = await RunningHub.StartAsync(Cancel, $"--Hub:Proxies={proxies}", "--Hub:Auth:ClientCertificates:Header=Client-Cert");
        var jwks = $$"""{"keys":[{"kty":"EC","x5c":["{{Convert.ToBase64String(_other.RawData)}}"]}]}""";
        var id = await AddAsync(hub, client => (client.AuthenticationMethod, client.Jwks) = (AuthenticationMethod.SelfSignedTls, jwks));

        var answer = await AskAsync(Url(hub), null, id, header: $":{Convert.ToBase64String(_other.RawData)}:");

        Assert.Equal(isTaken, answer.TryGetProperty("access_token", out _));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _certificate.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    private static string Url(RunningHub hub) => hub.Http.BaseAddress!.ToString().TrimEnd('/');

    private static string MtlsUrl(RunningHub hub) => hub.Services.GetRequiredService<CertificateOptions>().Url!;

    private static string Token(JsonElement answer) => answer.GetProperty("access_token").GetString()!;

    private static string? Error(JsonElement answer) => answer.GetProperty("error").GetString();

    private Task<RunningHub> StartTlsAsync()
    {
        var (path, keyPath, authorities) = (In("hub.pem"), In("hub.key"), In("authorities.pem"));
        using var server = CertificateMaker.Make("CN=hub.test", Now, purpose: CertificateMaker.ServerPurpose);
        File.WriteAllText(path, server.ExportCertificatePem());
        using var key = server.GetECDsaPrivateKey()!;
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(authorities, _authority.ExportCertificatePem());
        return RunningHub.StartAsync(
            Cancel,
            "--Hub:HttpUrl=https://127.0.0.1:0",
            "--Hub:GrpcUrl=",
            "--Hub:MtlsUrl=https://127.0.0.1:0",
            $"--Hub:Certificate:Path={path}",
            $"--Hub:Certificate:KeyPath={keyPath}",
            $"--Hub:Auth:ClientCertificates:TrustedAuthorities={authorities}");

        string In(string name) => Path.Combine(_folder.Path, name);
    }

    private static async Task<string> AddAsync(RunningHub hub, Action<ClientCredential> change, Action<string>? secret = null)
    {
        var (participant, _) = await hub.Services.GetRequiredService<Registration>().AddAsync(new("Balai Latihan", ParticipantKind.Provider), Cancel);
        var (client, _) = await hub.Services.GetRequiredService<ClientAdmin>().AddAsync(participant!.PublicId, "feed.read dashboard.read", Cancel);
        secret?.Invoke(client!.Secret);
        await using var db = hub.Services.GetRequiredService<HubDatabase>().Open();
        change(await db.Clients.SingleAsync(c => c.ClientId == client!.ClientId, Cancel));
        await db.SaveChangesAsync(Cancel);
        return client!.ClientId;
    }

    private static HttpClientHandler Handler(X509Certificate2? certificate)
    {
        // The hub's certificate is made for this test, and nobody vouches for it.
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=hub.test" };
        if (certificate is not null)
            handler.ClientCertificates.Add(certificate);
        return handler;
    }

    private static HttpClient Http(string url, X509Certificate2? certificate) => new(Handler(certificate)) { BaseAddress = new(url) };

    private static async Task<JsonElement> AskAsync(string url, X509Certificate2? certificate, string id, string secret = "", string? header = null)
    {
        using var http = Http(url, certificate);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret)]),
        };
        if (header is not null)
            request.Headers.TryAddWithoutValidation("Client-Cert", header);
        using var response = await http.SendAsync(request, Cancel);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task CallAsync(string url, X509Certificate2? certificate, string token)
    {
        using var channel = GrpcChannel.ForAddress(url, new() { HttpHandler = Handler(certificate), DisposeHttpClient = true });
        await new ChangeFeedService.ChangeFeedServiceClient(channel)
            .GetFeedStateAsync(new(), new Metadata { { "authorization", "Bearer " + token } }, cancellationToken: Cancel);
    }

    private static async Task<(HttpStatusCode Status, string Error)> QueryAsync(string url, X509Certificate2? certificate, string token)
    {
        using var http = Http(url, certificate);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.PostAsJsonAsync("/graphql", new { query = "{ __typename }" }, Cancel);
        var challenge = response.Headers.WwwAuthenticate.ToString();
        return (response.StatusCode, challenge.Contains("error=\"invalid_token\"", StringComparison.Ordinal) ? "invalid_token" : challenge);
    }
}
