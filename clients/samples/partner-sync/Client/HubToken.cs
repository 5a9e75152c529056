using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Grpc.Core;

namespace PartnerSync;

/// <summary>Gets access tokens by OAuth client credentials, keeps the last one and renews it before it expires.</summary>
internal sealed class HubToken(HttpClient http, HubCredentials credentials, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private string? _token;
    private DateTimeOffset _renewAt;

    /// <summary>A token that is good for some time yet.</summary>
    /// <exception cref="HubTokenException">The endpoint refused the client.</exception>
    /// <exception cref="HttpRequestException">The endpoint could not be reached, or asks to come back later.</exception>
    public async Task<string> GetAsync(CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            if (_token is null || time.GetUtcNow() >= _renewAt)
                await RenewAsync(cancel);
            return _token!;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>The header a call needs.</summary>
    public async Task<Metadata> HeadersAsync(CancellationToken cancel) => new() { { "authorization", $"Bearer {await GetAsync(cancel)}" } };

    /// <summary>Drops the token; the hub no longer takes it.</summary>
    public void Forget() => _token = null;

    public void Dispose() => _oneAtATime.Dispose();

    private async Task RenewAsync(CancellationToken cancel)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials" };
        if (credentials.Scope is { } scope)
            form["scope"] = scope;
        using var request = new HttpRequestMessage(HttpMethod.Post, credentials.TokenUrl) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new("Basic", Basic());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        var asked = time.GetUtcNow();
        using var response = await http.SendAsync(request, cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        if (!response.IsSuccessStatusCode)
            throw Refusal(response.StatusCode, body);

        using var answer = JsonDocument.Parse(body);
        var lifetime = answer.RootElement.TryGetProperty("expires_in", out var seconds) ? TimeSpan.FromSeconds(seconds.GetDouble()) : LongestMargin;
        var margin = lifetime / 5 < LongestMargin ? lifetime / 5 : LongestMargin;
        _token = answer.RootElement.GetProperty("access_token").GetString();
        _renewAt = asked + lifetime - margin;
    }

    // RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
    private string Basic() => Convert.ToBase64String(Encoding.ASCII.GetBytes(
        $"{Uri.EscapeDataString(credentials.ClientId)}:{Uri.EscapeDataString(credentials.ClientSecret)}"));

    private static Exception Refusal(HttpStatusCode status, string body)
    {
        if (status == HttpStatusCode.TooManyRequests || (int)status >= 500)
            return new HttpRequestException($"The token endpoint answered {(int)status}.", null, status);

        return new HubTokenException($"The token endpoint answered {(int)status}: {(body.Length > 300 ? body[..300] : body)}");
    }
}

/// <summary>The token endpoint refused the client; trying again does not help.</summary>
internal sealed class HubTokenException(string message) : Exception(message);
