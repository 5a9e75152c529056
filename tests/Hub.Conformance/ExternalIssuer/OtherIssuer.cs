using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hub.Testing;

namespace Hub.Conformance.ExternalIssuer;

/// <summary>oidc-provider from npm, run by <c>node/issuer.mjs</c>, with one client.</summary>
internal sealed class OtherIssuer : IAsyncDisposable
{
    public const string ClientId = "mitra-satu";

    private static readonly string Secret = Convert.ToHexString(Guid.CreateVersion7().ToByteArray());

    private readonly Process _process;
    private readonly HttpClient _http;

    private OtherIssuer(Process process, string url)
    {
        _process = process;
        Url = url;
        _http = new() { BaseAddress = new(url) };
    }

    public string Url { get; }

    private static string Folder => Path.Combine(Repository.Root, "tests/Hub.Conformance/ExternalIssuer/node");

    /// <summary>Skips the test where Node.js or the packages are missing.</summary>
    public static void Require()
    {
        GraphQL.NodeScripts.Require();
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules/oidc-provider")),
            "oidc-provider is not installed: run `npm ci` in tests/Hub.Conformance/ExternalIssuer/node.");
    }

    public static async Task<OtherIssuer> StartAsync(CancellationToken cancel, params string[] options)
    {
        var process = Process.Start(new ProcessStartInfo("node", ["issuer.mjs", ClientId, Secret, .. options])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var url = await process.StandardOutput.ReadLineAsync(cancel);
        Assert.NotNull(url);
        return new(process, url);
    }

    /// <summary>A token as the issuer itself gives it.</summary>
    public async Task<string> TokenAsync(string scope, string resource, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", scope), new("resource", resource)]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{Secret}")));
        using var response = await _http.SendAsync(request, cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
        return answer.TryGetProperty("access_token", out var token) ? token.GetString()! : throw new InvalidOperationException(answer.ToString());
    }

    /// <summary>A token with the issuer's key, or forged, that says what a test wants.</summary>
    public Task<string> MintAsync(object wanted, CancellationToken cancel) => AskAsync("/test/mint", JsonSerializer.Serialize(wanted), cancel);

    /// <summary>Signs by a new key from now on.</summary>
    public Task RotateAsync(string algorithm, CancellationToken cancel) => AskAsync("/test/rotate", algorithm, cancel);

    /// <summary>Comes back after <c>--down</c>.</summary>
    public Task ComeBackAsync(CancellationToken cancel) => AskAsync("/test/up", "", cancel);

    public async ValueTask DisposeAsync()
    {
        // It ends with its input.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task<string> AskAsync(string path, string body, CancellationToken cancel)
    {
        using var content = new StringContent(body);
        using var response = await _http.PostAsync(path, content, cancel);
        return await response.Content.ReadAsStringAsync(cancel);
    }
}
