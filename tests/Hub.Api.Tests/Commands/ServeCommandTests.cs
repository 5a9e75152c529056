using System.Net;
using System.Text;
using System.Text.Json;
using Hub.Api.Commands;
using Hub.Testing;
using Microsoft.Data.Sqlite;

namespace Hub.Api.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_hub_in_development_tells_its_addresses_and_a_demo_client_that_gets_tokens()
    {
        await ServeAsync([], async told =>
        {
            var demo = told.GetProperty("demo");
            using var http = new HttpClient { BaseAddress = new(told.GetProperty("http_url").GetString()!) };
            using var form = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("client_id", demo.GetProperty("client_id").GetString()),
                new("client_secret", demo.GetProperty("client_secret").GetString()),
            ]);

            using var response = await http.PostAsync("/connect/token", form, Cancel);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        });
    }

    [Fact]
    public async Task The_demo_client_is_made_once()
    {
        await ServeAsync([], told =>
        {
            Assert.True(told.TryGetProperty("demo", out _));
            return Task.CompletedTask;
        });

        await ServeAsync(["serve"], told =>
        {
            Assert.False(told.TryGetProperty("demo", out _));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_a_cure()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);
        using var output = new StringWriter();
        string[] arguments =
        [
            "serve", "--json", "--environment", "Development", "--data-directory", _folder.Path,
            "--http-url", hub.Http.BaseAddress!.ToString().TrimEnd('/'), "--grpc-url", "http://127.0.0.1:0",
        ];

        var code = await HubCommand.RunAsync(arguments, Program.Build, output, TextWriter.Null, Cancel);

        var error = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("error");
        Assert.Equal((1, "ADDRESS_IN_USE"), (code, error.GetProperty("reason").GetString()));
        Assert.Contains("Hub:HttpUrl", error.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    /// <summary>Serves until the check is done with what the hub told.</summary>
    private async Task ServeAsync(string[] command, Func<JsonElement, Task> check)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var output = new LineWriter();
        string[] arguments =
        [
            .. command, "--json", "--environment", "Development", "--data-directory", _folder.Path,
            "--http-url", "http://127.0.0.1:0", "--grpc-url", "http://127.0.0.1:0",
        ];
        var serving = HubCommand.RunAsync(
            arguments, settings => Program.Build([.. settings, "--Hub:ShutdownNoticeSeconds=0"]), output, TextWriter.Null, stop.Token);

        await check(JsonDocument.Parse(await output.FirstLine.WaitAsync(Cancel)).RootElement);

        await stop.CancelAsync();
        Assert.Equal(0, await serving);
    }

    private sealed class LineWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstLine => _first.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => _first.TrySetResult(value ?? "");
    }
}
