using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Hub.Api.Tests.Commands;

/// <summary>Registration tokens made while a hub runs on the same data directory.</summary>
public sealed class RegistrationTokenCommandsTests : IAsyncLifetime
{
    private RunningHub _hub = null!;
    private string _participant = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _participant = Text(await RunAsync("participants", "add", "Balai Latihan", "--kind", "PROVIDER"), "id");
    }

    [Fact]
    public async Task A_token_registers_a_program_is_listed_and_is_removed()
    {
        var made = await RunAsync("registration-tokens", "add", "--participant", _participant, "--uses", "2", "--valid-for", "12h");
        var first = await RegisterAsync(Text(made, "registration_token"));
        var listed = Assert.Single((await RunAsync("registration-tokens", "list")).GetProperty("registration_tokens").EnumerateArray());
        await RunAsync("registration-tokens", "revoke", $"{listed.GetProperty("id").GetInt64()}");
        var second = await RegisterAsync(Text(made, "registration_token"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Unauthorized), (first.StatusCode, second.StatusCode));
        Assert.Equal((1, Text(made, "prefix"), _participant), (listed.GetProperty("uses_left").GetInt32(), Text(listed, "prefix"), Text(listed, "participant_id")));
        Assert.Empty((await RunAsync("registration-tokens", "list")).GetProperty("registration_tokens").EnumerateArray());
        var client = JsonDocument.Parse(await first.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal("ACTIVE", Text(await RunAsync("clients", "approve", Text(client, "client_id")), "status"));
    }

    [Theory]
    [InlineData("PARTICIPANT_NOT_FOUND", "participant_id", "add", "--participant", "x")]
    [InlineData("PARTICIPANT_NOT_FOUND", "participant_id", "add", "--participant", "01a2134a-4373-7851-b1db-947483bdb523")]
    [InlineData("DURATION_MALFORMED", "valid_for", "add", "--participant", "PARTICIPANT", "--valid-for", "soon")]
    [InlineData("LIFETIME_OUT_OF_RANGE", "valid_for", "add", "--participant", "PARTICIPANT", "--valid-for", "91d")]
    [InlineData("USES_OUT_OF_RANGE", "uses", "add", "--participant", "PARTICIPANT", "--uses", "0")]
    [InlineData("REGISTRATION_TOKEN_NOT_FOUND", "id", "revoke", "7")]
    public async Task What_cannot_be_is_refused_with_its_reason(string reason, string field, params string[] arguments) =>
        Assert.Equal(
            (reason, field),
            await OfflineCommands.RefusalAsync(
                _hub.DataDirectory, ["registration-tokens", .. arguments.Select(argument => argument == "PARTICIPANT" ? _participant : argument)]));

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private Task<HttpResponseMessage> RegisterAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/register")
        {
            Content = new StringContent("""{"scope":"catalogue.write"}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        return _hub.Http.SendAsync(request, Cancel);
    }

    private Task<JsonElement> RunAsync(params string[] arguments) => OfflineCommands.RunAsync(_hub.DataDirectory, 0, arguments);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
