using System.Net;
using System.Security.Cryptography.X509Certificates;
using Hub.Auth.Assertions;
using Hub.Auth.Certificates;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Hub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Auth.Tests.Assertions;

/// <summary>A real server with TLS under a name that the test resolves.</summary>
public sealed class JwksFetchTests : IAsyncLifetime
{
    private const string Keys = """{"keys":[{"kty":"EC","crv":"P-256","kid":"one","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}]}""";

    private readonly ManualClock _clock = new();
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _answer = http => WriteAsync(http, Keys);
    private JwksFetch _fetch = null!;
    private string _url = "";
    private int _asked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var certificate = CertificateMaker.Make("CN=keys.example.org", TimeProvider.System.GetUtcNow(), purpose: CertificateMaker.ServerPurpose);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(certificate);
        }));
        _server = builder.Build();
        _server.Run(http =>
        {
            Interlocked.Increment(ref _asked);
            return _answer(http);
        });
        await _server.StartAsync(Cancel);
        var port = new Uri(_server.Urls.Single()).Port;
        _url = $"https://keys.example.org:{port}/jwks";
        _fetch = new((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), _ => true, thumbprint => thumbprint == certificate.GetCertHashString());
    }

    [Fact]
    public async Task A_key_set_is_read()
    {
        var (set, problem) = await _fetch.FetchAsync(_url, Cancel);

        Assert.Null(problem);
        Assert.Equal("one", Assert.Single(set!.Keys).Kid);
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_not_called()
    {
        using var strict = new JwksFetch((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("1.1.1.1"), IPAddress.Loopback]));

        var (keys, problem) = await strict.FetchAsync(_url, Cancel);

        Assert.Null(keys);
        Assert.Contains("public addresses alone", problem, StringComparison.Ordinal);
        Assert.Equal(0, _asked);
    }

    [Theory]
    [InlineData("http://keys.example.org/jwks")]
    [InlineData("ftp://keys.example.org/jwks")]
    [InlineData("https://user@keys.example.org/jwks")]
    [InlineData("https://keys.example.org/jwks#x")]
    [InlineData("https://127.0.0.1/jwks")]
    [InlineData("https://[::1]/jwks")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("jwks.json")]
    public async Task An_address_that_may_not_be_called_is_refused_unasked(string address)
    {
        Assert.NotNull(JwksFetch.Problem(address));
        Assert.NotNull((await _fetch.FetchAsync(address, Cancel)).Problem);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _answer = http =>
        {
            http.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };

        var (_, problem) = await _fetch.FetchAsync(_url, Cancel);

        Assert.Contains("302", problem, StringComparison.Ordinal);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Too_much_other_types_and_private_keys_are_refused()
    {
        _answer = http => WriteAsync(http, new string(' ', ClientKeys.LongestSet) + Keys);
        Assert.NotNull((await _fetch.FetchAsync(_url, Cancel)).Problem);

        _answer = http => WriteAsync(http, Keys, "text/html");
        Assert.Contains("application/json", (await _fetch.FetchAsync(_url, Cancel)).Problem, StringComparison.Ordinal);

        _answer = http => WriteAsync(http, Keys.Replace("\"kid\"", "\"d\":\"AA\",\"kid\"", StringComparison.Ordinal));
        Assert.Contains("private", (await _fetch.FetchAsync(_url, Cancel)).Problem, StringComparison.Ordinal);

        _answer = http => WriteAsync(http, "{}");
        Assert.Contains("keys", (await _fetch.FetchAsync(_url, Cancel)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_known_by_a_key_at_the_address_and_a_new_one_after_a_minute()
    {
        using var first = CertificateMaker.Make("CN=first", _clock.GetUtcNow());
        using var second = CertificateMaker.Make("CN=second", _clock.GetUtcNow());
        var sets = new ClientKeySets(_fetch, _clock, NullLogger<ClientKeySets>.Instance);
        var client = Client() with { AuthenticationMethod = AuthenticationMethod.SelfSignedTls };
        _answer = http => WriteAsync(http, SetOf(first));

        var known = await HoldsAsync(first);
        _answer = http => WriteAsync(http, SetOf(second));
        var tooSoon = await HoldsAsync(second);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var minuteLater = await HoldsAsync(second);

        Assert.Equal((true, false, true), (known, tooSoon, minuteLater));
        Assert.False(await HoldsAsync(first));

        async Task<bool> HoldsAsync(X509Certificate2 certificate)
        {
            var authentication = new CertificateAuthentication(
                CertificateOptions.Read(new ConfigurationBuilder().Build(), new HostingEnvironment { EnvironmentName = Environments.Production }), _clock);
            var set = await sets.GetAsync(client, found => authentication.Check(client, certificate, found.All), Cancel);
            return authentication.Check(client, certificate, set.All);
        }

        static string SetOf(X509Certificate2 certificate) => $$"""{"keys":[{"kty":"EC","x5c":["{{Convert.ToBase64String(certificate.RawData)}}"]}]}""";
    }

    [Fact]
    public async Task A_certificate_nobody_trusts_is_refused()
    {
        using var distrusting = new JwksFetch((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), _ => true);

        Assert.NotNull((await distrusting.FetchAsync(_url, Cancel)).Problem);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task Keys_are_kept_looked_for_once_a_minute_and_used_while_their_address_is_silent()
    {
        var sets = new ClientKeySets(_fetch, _clock, NullLogger<ClientKeySets>.Instance);
        var client = Client();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => sets.GetAsync(client, Holds("one"), Cancel).AsTask()));
        var joined = _asked;
        await sets.GetAsync(client, Holds("two"), Cancel);
        var tooSoon = _asked;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await sets.GetAsync(client, Holds("two"), Cancel);
        var minuteLater = _asked;
        _answer = http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        _clock.Advance(TimeSpan.FromHours(23));
        var stale = await sets.GetAsync(client, Holds("one"), Cancel);
        _clock.Advance(TimeSpan.FromHours(2));
        var gone = await sets.GetAsync(client, Holds("one"), Cancel);

        Assert.Equal((1, 1, 2), (joined, tooSoon, minuteLater));
        Assert.Single(stale.Keys);
        Assert.Empty(gone.Keys);
    }

    private ClientRecord Client() => new("c", ClientStatus.Active, Scopes.None, 1, Guid.CreateVersion7(), ParticipantStatus.Active, []) { JwksUri = _url };

    private static Func<ClientKeySet, bool> Holds(string kid) => set => set.Keys.Any(key => key.Kid == kid);

    public async ValueTask DisposeAsync()
    {
        _fetch.Dispose();
        await _server.DisposeAsync();
    }

    private static Task WriteAsync(HttpContext http, string text, string type = "application/json")
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text, Cancel);
    }
}
