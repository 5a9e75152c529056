using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Auth.Clients;

namespace Hub.Auth.Tests.Limits;

public sealed class ClientGateTests(LimitedHost limited) : IClassFixture<LimitedHost>
{
    private readonly AuthHost _hub = limited.Hub;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/connect/token")]
    [InlineData("/connect/introspect")]
    [InlineData("/connect/revoke")]
    public async Task Twenty_wrong_secrets_meet_429_and_the_true_client_elsewhere_is_never_blocked(string path)
    {
        var client = await _hub.AddClientAsync();
        var here = "192.0.2." + path.Length;

        var wrong = new List<HttpResponseMessage>();
        for (var i = 0; i < 20; i++)
            wrong.Add(await AskAsync(path, client.ClientId, SecretFormat.Make(), here));
        var right = new List<HttpStatusCode>();
        for (var i = 0; i < 1_000; i++)
            right.Add((await AskAsync(path, client.ClientId, client.Secret, "203.0.113.1")).StatusCode);

        var last = wrong[^1];
        var answer = await last.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.All(wrong[..15], response => Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode));
        Assert.All(wrong[15..], response => Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode));
        Assert.Equal("4", last.Headers.GetValues("Retry-After").Single());
        Assert.Equal("temporarily_unavailable", answer.GetProperty("error").GetString());
        Assert.Contains("4 s", answer.GetProperty("error_description").GetString(), StringComparison.Ordinal);
        Assert.All(right, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task The_wait_that_is_told_is_long_enough()
    {
        var client = await _hub.AddClientAsync();
        HttpResponseMessage response;
        do
            response = await AskAsync("/connect/token", client.ClientId, SecretFormat.Make(), "198.51.100.1");
        while (response.StatusCode == HttpStatusCode.Unauthorized);

        _hub.Clock.Advance(TimeSpan.FromSeconds(int.Parse(response.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture)));
        var after = await AskAsync("/connect/token", client.ClientId, client.Secret, "198.51.100.1");

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task An_unknown_client_meets_the_same_limit()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
            statuses.Add((await AskAsync("/connect/token", "nobody-0123456789", SecretFormat.Make(), "198.51.100.2")).StatusCode);

        Assert.Equal(15, statuses.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task More_revocations_than_a_client_may_make_meet_429_and_change_nothing()
    {
        var client = await _hub.AddClientAsync();
        var tokens = new List<string>();
        for (var i = 0; i < 4; i++)
            tokens.Add(await _hub.TokenAsync(client));

        var statuses = new List<HttpStatusCode>();
        foreach (var token in tokens)
            statuses.Add((await _hub.PostAsync("/connect/revoke", client, ("token", token))).StatusCode);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
        Assert.NotNull((await _hub.CheckAsync(tokens[3])).Caller);
    }

    private Task<HttpResponseMessage> AskAsync(string path, string clientId, string secret, string address)
    {
        var request = AuthHost.Request(("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", secret), ("token", "x"));
        request.RequestUri = new(path, UriKind.Relative);
        request.Headers.Add("X-Forwarded-For", address);
        return _hub.Http.SendAsync(request, Cancel);
    }
}

/// <summary>A token service with the limits of a real one.</summary>
public sealed class LimitedHost : IAsyncLifetime
{
    internal AuthHost Hub { get; } = new();

    // A test server has no addresses of its own, so the requests come through a proxy that tells them.
    public ValueTask InitializeAsync() => Hub.StartAsync(
        "Development", ("Hub:Proxies", "127.0.0.1"), ("Hub:Auth:Limits:FailuresPerAddress", "50"), ("Hub:Auth:Limits:RevocationsPerClient", "3"));

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
