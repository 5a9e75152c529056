using System.Text.Json;

namespace Hub.Api.Tests.Commands;

/// <summary>Commands about signing keys while a hub runs on the same data directory.</summary>
public sealed class KeyCommandsTests : IAsyncLifetime
{
    private RunningHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await RunningHub.StartAsync(Cancel);

    [Fact]
    public async Task A_key_that_is_announced_is_published_by_the_running_hub()
    {
        var keys = States(await RunAsync("keys", "rotate"));
        var again = States(await RunAsync("keys", "rotate"));

        Assert.Equal(["ACTIVE", "ANNOUNCED"], keys.Select(key => key.State));
        Assert.Equal(keys, again);
        await UntilAsync(async () => (await JwksAsync()).Contains(keys[1].Kid, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_is_gone_from_the_running_hub()
    {
        var before = Assert.Single(States(await RunAsync("keys", "list")));

        var after = Assert.Single(States(await RunAsync("keys", "rotate", "--now", "--revoke", before.Kid)));

        Assert.NotEqual(before.Kid, after.Kid);
        await UntilAsync(async () => !(await JwksAsync()).Contains(before.Kid, StringComparison.Ordinal));
        Assert.Equal(["WITHDRAWN", "ACTIVE"], States(await RunAsync("keys", "list", "--all")).Select(key => key.State));
    }

    [Fact]
    public async Task A_switch_has_the_next_key_sign_in_seconds()
    {
        var keys = (await RunAsync("keys", "rotate", "--now")).GetProperty("keys");

        var seconds = keys[1].GetProperty("signs_from").GetDateTimeOffset() - keys[1].GetProperty("created_at").GetDateTimeOffset();
        Assert.Equal(TimeSpan.FromSeconds(5), seconds);
    }

    [Fact]
    public async Task A_rewrap_tells_what_each_operator_key_holds()
    {
        var answer = await RunAsync("keys", "rewrap");

        var key = Assert.Single(answer.GetProperty("operator_keys").EnumerateArray());
        Assert.Equal(0, answer.GetProperty("rewrapped").GetInt32());
        Assert.Equal((true, true, 1), (key.GetProperty("newest").GetBoolean(), key.GetProperty("given").GetBoolean(), key.GetProperty("signing_keys").GetInt32()));
    }

    [Theory]
    [InlineData("NOW_MISSING", "now", "--revoke", "nobody")]
    [InlineData("KEY_NOT_FOUND", "revoke", "--now", "--revoke", "nobody")]
    public async Task What_cannot_be_is_refused(string reason, string field, params string[] arguments)
    {
        Assert.Equal((reason, field), await OfflineCommands.RefusalAsync(_hub.DataDirectory, ["keys", "rotate", .. arguments]));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private static List<(string Kid, string State)> States(JsonElement answer) =>
        [.. answer.GetProperty("keys").EnumerateArray().Select(key => (key.GetProperty("kid").GetString()!, key.GetProperty("state").GetString()!))];

    // Within a second on a quiet machine; the test's own time limit ends a wait in vain.
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Yield();
    }

    private Task<string> JwksAsync() => _hub.Http.GetStringAsync("/.well-known/jwks.json", Cancel);

    private Task<JsonElement> RunAsync(params string[] arguments) => OfflineCommands.RunAsync(_hub.DataDirectory, 0, arguments);
}
