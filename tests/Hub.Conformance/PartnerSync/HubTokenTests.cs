using System.Net;
using System.Text;
using Hub.Testing;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

public sealed class HubTokenTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly TokenEndpoint _endpoint = new();
    private readonly HttpClient _http;
    private readonly HubToken _token;

    public HubTokenTests()
    {
        _http = new(_endpoint, disposeHandler: false);
        _token = new(_http, HubCredentials.ForHub(new("http://hub.test:5080"), "a b", "s%1", "catalogue.write"), _clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_asked_for_as_the_standard_says_and_used_again()
    {
        var first = await _token.GetAsync(Cancel);
        var second = await _token.HeadersAsync(Cancel);

        Assert.Equal("token-1", first);
        Assert.Equal("Bearer token-1", second.GetValue("authorization"));
        Assert.Equal("http://hub.test:5080/connect/token", _endpoint.Address);
        Assert.Equal("grant_type=client_credentials&scope=catalogue.write", _endpoint.Body);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("a%20b:s%251")), _endpoint.Authorization);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires_and_when_the_hub_refused_it()
    {
        await _token.GetAsync(Cancel);

        _clock.Advance(TimeSpan.FromSeconds(539));
        var good = await _token.GetAsync(Cancel);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var renewed = await _token.GetAsync(Cancel);
        _token.Forget();
        var afresh = await _token.GetAsync(Cancel);

        Assert.Equal(("token-1", "token-2", "token-3"), (good, renewed, afresh));
    }

    [Fact]
    public async Task A_refused_client_is_told_and_a_busy_endpoint_may_be_asked_again()
    {
        _endpoint.Status = HttpStatusCode.Unauthorized;
        var refused = await Assert.ThrowsAsync<HubTokenException>(() => _token.GetAsync(Cancel));
        _endpoint.Status = HttpStatusCode.TooManyRequests;
        var busy = await Assert.ThrowsAsync<HttpRequestException>(() => _token.GetAsync(Cancel));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, busy.StatusCode);
    }

    public void Dispose()
    {
        _token.Dispose();
        _http.Dispose();
        _endpoint.Dispose();
    }

    /// <summary>Answers as a token endpoint does.</summary>
    private sealed class TokenEndpoint : HttpMessageHandler
    {
        private int _issued;

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string? Address { get; private set; }

        public string? Body { get; private set; }

        public string? Authorization { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri!.ToString();
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Authorization = request.Headers.Authorization!.ToString();
            var body = Status == HttpStatusCode.OK
                ? $$"""{"access_token":"token-{{++_issued}}","token_type":"Bearer","expires_in":600}"""
                : """{"error":"invalid_client"}""";
            return new(Status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
