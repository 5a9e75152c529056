using System.Text.Json;
using Hub.Api.Commands;
using Hub.Testing;

namespace Hub.Api.Tests.Commands;

public sealed class HubCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_partner_is_set_up_with_three_commands_and_no_hub_running()
    {
        var participant = await RunAsync(0, "participants", "add", "Balai Latihan", "--kind", "PROVIDER", "--nib", "1234567890123", "--area", "33.25");
        var id = Id(participant);
        var source = await RunAsync(0, "sources", "add", "--participant", id, "--name", "Kursus", "--kinds", "COURSE,COURSE_RUN", "--withdrawal-guard", "5");
        var client = await RunAsync(0, "clients", "add", "--participant", id, "--scopes", "catalogue.write dashboard.read");

        var participants = await RunAsync(0, "participants", "list");
        var sources = await RunAsync(0, "sources", "list", "--participant", id);
        var clients = await RunAsync(0, "clients", "list");
        Assert.Equal(id, Id(Assert.Single(participants.GetProperty("participants").EnumerateArray())));
        Assert.Equal(Id(source), Id(Assert.Single(sources.GetProperty("sources").EnumerateArray())));
        Assert.Equal(Id(client), Id(Assert.Single(clients.GetProperty("clients").EnumerateArray())));
        Assert.Equal(Id(client), client.GetProperty("client_id").GetString());
        Assert.Equal(5, source.GetProperty("withdrawal_guard").GetInt32());
    }

    [Fact]
    public async Task A_partner_is_set_up_with_one_command()
    {
        var all = await RunAsync(0, "onboard", "Balai Latihan", "--kind", "PROVIDER", "--source", "Kursus", "--kinds", "COURSE,COURSE_RUN");

        var source = Assert.Single((await RunAsync(0, "sources", "list")).GetProperty("sources").EnumerateArray());
        var client = Assert.Single((await RunAsync(0, "clients", "list")).GetProperty("clients").EnumerateArray());
        Assert.Equal(Id(all.GetProperty("participant")), source.GetProperty("participant_id").GetString());
        Assert.Equal(Id(all.GetProperty("source")), Id(source));
        Assert.Equal(["COURSE", "COURSE_RUN"], source.GetProperty("offer_kinds").EnumerateArray().Select(kind => kind.GetString()));
        Assert.Equal(Id(all.GetProperty("participant")), client.GetProperty("participant_id").GetString());
        Assert.Equal(Id(all.GetProperty("client")), Id(client));
        Assert.Equal("catalogue.write catalogue.read", client.GetProperty("scopes").GetString());
    }

    [Theory]
    [InlineData("CODE_UNKNOWN", "kind", "A", "SHOP", "B", "GIG", "catalogue.write")]
    [InlineData("NAME_MISSING", "legal_name", " ", "PLATFORM", "B", "GIG", "catalogue.write")]
    [InlineData("NAME_MISSING", "name", "A", "PLATFORM", " ", "GIG", "catalogue.write")]
    [InlineData("CODE_UNKNOWN", "kinds", "A", "PLATFORM", "B", "JIG", "catalogue.write")]
    [InlineData("OFFER_KINDS_MISSING", "offer_kinds", "A", "PLATFORM", "B", ",", "catalogue.write")]
    [InlineData("SCOPE_UNKNOWN", "scopes", "A", "PLATFORM", "B", "GIG", "catalogue.rite")]
    [InlineData("SCOPE_MISSING", "scopes", "A", "PLATFORM", "B", "GIG", " ")]
    public async Task A_partner_refused_in_part_is_not_set_up_at_all(
        string reason, string field, string name, string kind, string source, string kinds, string scopes)
    {
        var refused = await RunAsync(1, "onboard", name, "--kind", kind, "--source", source, "--kinds", kinds, "--scopes", scopes);

        var error = refused.GetProperty("error");
        Assert.Equal((reason, field), (error.GetProperty("reason").GetString(), error.GetProperty("field").GetString()));
        Assert.Empty((await RunAsync(0, "participants", "list")).GetProperty("participants").EnumerateArray());
    }

    [Fact]
    public async Task A_secret_is_shown_once()
    {
        var id = Id(await RunAsync(0, "participants", "add", "Platform", "--kind", "PLATFORM"));
        var secret = (await RunAsync(0, "clients", "add", "--participant", id, "--scopes", "dashboard.read")).GetProperty("client_secret").GetString()!;

        var list = (await RunAsync(0, "clients", "list")).ToString();

        Assert.True(secret.Length >= 43, secret);
        Assert.DoesNotContain(secret, list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CODE_UNKNOWN", "kind", "participants", "add", "A", "--kind", "SHOP")]
    [InlineData("NAME_MISSING", "legal_name", "participants", "add", " ", "--kind", "PLATFORM")]
    [InlineData("AREA_CODE_UNKNOWN", "area_code", "participants", "add", "A", "--kind", "PLATFORM", "--area", "99")]
    [InlineData("PARTICIPANT_NOT_FOUND", "participant_id", "sources", "add", "--participant", "x", "--name", "A", "--kinds", "GIG")]
    [InlineData("PARTICIPANT_NOT_FOUND", "participant_id", "clients", "add", "--participant", "x", "--scopes", "dashboard.read")]
    public async Task A_refusal_names_field_reason_and_cure(string reason, string field, params string[] arguments)
    {
        var error = (await RunAsync(1, arguments)).GetProperty("error");

        Assert.Equal((reason, field), (error.GetProperty("reason").GetString(), error.GetProperty("field").GetString()));
        Assert.NotEqual("", error.GetProperty("message").GetString());
        Assert.NotEqual("", error.GetProperty("fix").GetString());
    }

    [Theory]
    [InlineData("SCOPE_UNKNOWN", "dashboard.reed")]
    [InlineData("SCOPE_MISSING", " ")]
    public async Task A_client_needs_scopes_that_exist(string reason, string scopes)
    {
        var id = Id(await RunAsync(0, "participants", "add", "Platform", "--kind", "PLATFORM"));

        var error = (await RunAsync(1, "clients", "add", "--participant", id, "--scopes", scopes)).GetProperty("error");

        Assert.Equal((reason, "scopes"), (error.GetProperty("reason").GetString(), error.GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("participants")]
    [InlineData("participants", "add", "A")]
    [InlineData("participants", "list", "--colour")]
    [InlineData("sources", "add", "--participant", "x", "--name", "A", "--kinds", "GIG", "--lease-hours", "soon")]
    public async Task A_line_that_is_not_understood_ends_with_code_2(params string[] arguments)
    {
        var error = (await RunAsync(2, arguments)).GetProperty("error");

        Assert.Equal("USAGE", error.GetProperty("reason").GetString());
        Assert.Contains("--help", error.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_refuses_to_guess_where_the_data_lies()
    {
        var (code, output, _) = await RunRawAsync("participants", "list", "--json", "--environment", "Production");

        var error = JsonDocument.Parse(output).RootElement.GetProperty("error");
        Assert.Equal(1, code);
        Assert.Equal("Hub:DataDirectory", error.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Production_refuses_to_serve_without_a_key()
    {
        var (code, output, _) = await RunRawAsync(["serve", "--json", "--environment", "Production", "--data-directory", _folder.Path, .. FreePorts]);

        Assert.Equal(1, code);
        Assert.Contains("Hub:Auth:KeyEncryptionKey", JsonDocument.Parse(output).RootElement.GetProperty("error").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_json_people_read_lines_and_errors_go_to_standard_error()
    {
        var (_, added, _) = await RunRawAsync(["participants", "add", "Platform", "--kind", "platform", .. Development]);
        var (code, output, error) = await RunRawAsync(["participants", "add", "Platform", "--kind", "SHOP", .. Development]);

        Assert.Contains("Platform", added, StringComparison.Ordinal);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("fix: Use one of PLATFORM, PROVIDER", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrating_twice_applies_nothing_the_second_time()
    {
        var first = await RunAsync(0, "migrate");
        var second = await RunAsync(0, "migrate");

        Assert.NotEmpty(first.GetProperty("applied").EnumerateArray());
        Assert.Empty(second.GetProperty("applied").EnumerateArray());
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static string[] FreePorts => ["--http-url", "http://127.0.0.1:0", "--grpc-url", "http://127.0.0.1:0"];

    private string[] Development => ["--environment", "Development", "--data-directory", _folder.Path];

    private static string Id(JsonElement answer) => answer.GetProperty("id").GetString()!;

    private async Task<JsonElement> RunAsync(int code, params string[] arguments)
    {
        var (exit, output, error) = await RunRawAsync([.. arguments, "--json", .. Development]);

        Assert.True(exit == code, $"Exit code {exit}: {output}{error}");
        Assert.Equal("", error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task<(int Code, string Output, string Error)> RunRawAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await HubCommand.RunAsync(arguments, Program.Build, output, error, Cancel);
        return (code, output.ToString(), error.ToString());
    }
}
