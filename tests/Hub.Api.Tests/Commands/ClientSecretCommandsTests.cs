using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Api.Commands;
using Hub.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Commands;

/// <summary>Commands about clients while a hub runs on the same data directory.</summary>
public sealed class ClientSecretCommandsTests : IAsyncLifetime
{
    // More than 200 characters.
    private const string TooLong =
        "This reason is too long, for it says this five times. This reason is too long, for it says this five times. This reason is too long, "
        + "for it says this five times. This reason is too long, for it says this five times. ";

    private RunningHub _hub = null!;
    private string _participant = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _participant = Text(await RunAsync("participants", "add", "Balai Latihan", "--kind", "PROVIDER"), "id");
    }

    [Fact]
    public async Task A_rotated_secret_gets_tokens_beside_the_old_one()
    {
        var (id, secret) = await AddAsync();

        var rotated = await RunAsync("clients", "rotate-secret", id, "--keep-old", "2h");

        var other = Text(rotated, "client_secret");
        Assert.NotEqual(secret, other);
        Assert.Equal(2, rotated.GetProperty("secrets").GetArrayLength());
        Assert.Equal(Text(rotated, "old_expires_at"), Text(rotated.GetProperty("secrets")[0], "expires_at"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await AskAsync(id, secret), await AskAsync(id, other)));
    }

    [Fact]
    public async Task A_third_secret_is_refused_and_a_revocation_makes_room()
    {
        var (id, secret) = await AddAsync();
        await RunAsync("clients", "rotate-secret", id);

        Assert.Equal(("SECRETS_FULL", "client_id"), await OfflineCommands.RefusalAsync(_hub.DataDirectory, "clients", "rotate-secret", id));
        await RunAsync("clients", "revoke-secret", id, secret[..10]);
        await RunAsync("clients", "rotate-secret", id);

        await UntilAsync(async () => await AskAsync(id, secret) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_client_is_disabled_and_enabled_while_the_hub_runs()
    {
        var (id, secret) = await AddAsync();
        var token = await TokenAsync(id, secret);

        Assert.Equal("DISABLED", Text(await RunAsync("clients", "disable", id, "--reason", "ticket 7"), "status"));
        await UntilAsync(async () => !await IsLetInAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(id, secret));
        Assert.Equal("ACTIVE", Text(await RunAsync("clients", "enable", id), "status"));
        await UntilAsync(() => IsLetInAsync(token));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(id, secret));
    }

    [Fact]
    public async Task A_participant_is_suspended_and_resumed_while_the_hub_runs()
    {
        var (id, secret) = await AddAsync();
        var token = await TokenAsync(id, secret);

        Assert.Equal("SUSPENDED", Text(await RunAsync("participants", "suspend", _participant), "status"));
        await UntilAsync(async () => !await IsLetInAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(id, secret));
        Assert.Equal("ACTIVE", Text(await RunAsync("participants", "resume", _participant), "status"));
        await UntilAsync(() => IsLetInAsync(token));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(id, secret));
    }

    [Theory]
    [InlineData("suspend", "nobody")]
    [InlineData("resume", "01a2134a-4373-7851-b1db-947483bdb523")]
    public async Task A_participant_that_is_not_there_is_told(string command, string id)
    {
        Assert.Equal("PARTICIPANT_NOT_FOUND", (await OfflineCommands.RefusalAsync(_hub.DataDirectory, "participants", command, id)).Reason);
    }

    [Fact]
    public async Task A_client_is_shown_with_its_scopes_as_they_are_set()
    {
        var (id, secret) = await AddAsync();

        await RunAsync("clients", "set-scopes", id, "feed.read");
        var shown = await RunAsync("clients", "show", id);

        Assert.Equal("feed.read", Text(shown, "scopes"));
        Assert.Equal("SECRET", Text(shown, "authentication_method"));
        Assert.DoesNotContain(secret, shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_replaced_and_those_that_cannot_be_are_refused_by_their_field()
    {
        var (old, other, broken) = (await FileAsync("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
            await FileAsync("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"), await FileAsync("AAAA", "AAAA"));
        var id = Text(await RunAsync("clients", "add", "--participant", _participant, "--scopes", "feed.read", "--method", "private_key_jwt", "--jwks", old), "client_id");

        await RunAsync("clients", "set-keys", id, "--jwks", other, "--reason", "ticket 4");

        await using (var db = _hub.Services.GetRequiredService<HubDatabase>().Open())
            Assert.Equal(await File.ReadAllTextAsync(other, Cancel), (await db.Clients.SingleAsync(c => c.ClientId == id, Cancel)).Jwks);
        Assert.Equal(("JWKS_UNUSABLE", "jwks"), await RefusalAsync(id, "--jwks", broken));
        Assert.Equal(("JWKS_UNREADABLE", "jwks"), await RefusalAsync(id, "--jwks", broken + ".none"));
        Assert.Equal(("JWKS_URI_UNUSABLE", "jwks_uri"), await RefusalAsync(id, "--jwks-uri", "https://127.0.0.1/jwks.json"));
        Assert.Equal(("KEYS_TWICE", "jwks"), await RefusalAsync(id, "--jwks", other, "--jwks-uri", "https://partner.example/jwks.json"));
        Assert.Equal(("CERTIFICATE_NAME_UNUSED", "certificate_name"), await RefusalAsync(id, "--certificate-name", "san_dns=a.example"));
        Assert.Equal(("CERTIFICATE_NAME_MALFORMED", "certificate_name"), await RefusalAsync(id, "--certificate-name", "a.example"));
        Assert.Equal(("KEYS_MISSING", "jwks"), await RefusalAsync(id));
        Assert.Equal(("CLIENT_NOT_FOUND", "client_id"), await RefusalAsync("nobody", "--jwks", other));

        Task<(string? Reason, string? Field)> RefusalAsync(params string[] arguments) =>
            OfflineCommands.RefusalAsync(_hub.DataDirectory, ["clients", "set-keys", .. arguments]);

        async Task<string> FileAsync(string x, string y)
        {
            var path = Path.Combine(_hub.DataDirectory, $"{x}.json");
            await File.WriteAllTextAsync(path, $$"""{"keys":[{"kty":"EC","crv":"P-256","x":"{{x}}","y":"{{y}}"}]}""", Cancel);
            return path;
        }
    }

    [Theory]
    [InlineData("CLIENT_NOT_FOUND", "client_id", "show", "nobody")]
    [InlineData("CLIENT_NOT_FOUND", "client_id", "enable", "nobody")]
    [InlineData("CLIENT_NOT_FOUND", "client_id", "disable", "nobody")]
    [InlineData("CLIENT_NOT_FOUND", "client_id", "approve", "nobody")]
    [InlineData("CLIENT_NOT_FOUND", "client_id", "refuse", "nobody")]
    [InlineData("CLIENT_NOT_FOUND", "client_id", "set-scopes", "nobody", "feed.read")]
    [InlineData("SCOPE_UNKNOWN", "scopes", "set-scopes", "nobody", "feed.red")]
    [InlineData("CLIENT_NOT_FOUND", "client_id", "rotate-secret", "nobody")]
    [InlineData("REASON_TOO_LONG", "reason", "disable", "nobody", "--reason", TooLong)]
    [InlineData("REASON_TOO_LONG", "reason", "refuse", "nobody", "--reason", TooLong)]
    [InlineData("REASON_TOO_LONG", "reason", "rotate-secret", "nobody", "--reason", TooLong)]
    [InlineData("REASON_TOO_LONG", "reason", "revoke-secret", "nobody", "hubcs_abcd", "--reason", TooLong)]
    [InlineData("DURATION_MALFORMED", "keep_old", "rotate-secret", "nobody", "--keep-old", "soon")]
    [InlineData("KEEP_OLD_OUT_OF_RANGE", "keep_old", "rotate-secret", "nobody", "--keep-old", "91d")]
    [InlineData("CLIENT_NOT_FOUND", "client_id", "revoke-secret", "nobody", "hubcs_abcd")]
    public async Task What_cannot_be_is_refused(string reason, string field, params string[] arguments)
    {
        Assert.Equal((reason, field), await OfflineCommands.RefusalAsync(_hub.DataDirectory, ["clients", .. arguments]));
    }

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("9s", 0.0025)]
    [InlineData("30m", 0.5)]
    [InlineData("24h", 24.0)]
    [InlineData("7d", 168.0)]
    [InlineData("7", null)]
    [InlineData("h", null)]
    [InlineData("-1h", null)]
    [InlineData("1.5h", null)]
    [InlineData("", null)]
    [InlineData("2147483647d", null)]
    public void A_duration_is_a_number_and_a_unit(string text, double? hours)
    {
        Assert.Equal(hours, ClientSecretCommands.ParseDuration(text)?.TotalHours);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private static string Text(JsonElement answer, string member) => answer.GetProperty(member).GetString()!;

    // Within a second on a quiet machine; the test's own time limit ends a wait in vain.
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Yield();
    }

    private Task<JsonElement> RunAsync(params string[] arguments) => OfflineCommands.RunAsync(_hub.DataDirectory, 0, arguments);

    private async Task<(string Id, string Secret)> AddAsync()
    {
        var client = await RunAsync("clients", "add", "--participant", _participant, "--scopes", "catalogue.read dashboard.read");
        return (Text(client, "client_id"), Text(client, "client_secret"));
    }

    private async Task<HttpStatusCode> AskAsync(string id, string secret)
    {
        using var response = await PostAsync(id, secret);
        return response.StatusCode;
    }

    private async Task<string> TokenAsync(string id, string secret)
    {
        using var response = await PostAsync(id, secret);
        return Text(await response.Content.ReadFromJsonAsync<JsonElement>(Cancel), "access_token");
    }

    private async Task<HttpResponseMessage> PostAsync(string id, string secret)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret)]);
        return await _hub.Http.PostAsync("/connect/token", form, Cancel);
    }

    private async Task<bool> IsLetInAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __typename }" }) };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await _hub.Http.SendAsync(request, Cancel);
        return response.IsSuccessStatusCode;
    }
}
