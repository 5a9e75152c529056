using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Http;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.GraphQL.Tests.Http;

/// <summary>Answers that are sent while they are written, over a real socket.</summary>
public sealed class StreamedAnswerTests : IAsyncLifetime
{
    private const int Items = 20_000;
    private readonly Flood _flood = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Whole => $"{{\"data\":[{string.Join(',', Enumerable.Range(100_000, Items))}]}}";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new GraphQLEngine(new Harbour().Engine.Schema, _flood, new() { Timeout = TimeSpan.FromMinutes(1) }));
        _app = builder.Build();
        _app.MapGraphQL("/graphql", options => options.LongestStall = TimeSpan.FromMilliseconds(200));
        await _app.StartAsync(Cancel);
        _client = new() { BaseAddress = new(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task The_first_bytes_come_before_the_last_are_written()
    {
        _flood.WaitsAt = Items - 1;
        using var response = await AskAsync();
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        var first = new byte[ResponseWriter.StreamedFromBytes];
        await body.ReadExactlyAsync(first, Cancel);

        _flood.GoOn.SetResult();
        using var rest = new StreamReader(body);

        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Whole, Encoding.UTF8.GetString(first) + await rest.ReadToEndAsync(Cancel));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task It_is_compressed_for_who_takes_it(string encoding)
    {
        using var response = await AskAsync(encoding);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        await using Stream plain = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var text = new StreamReader(plain);

        Assert.Equal(encoding, Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Equal(Whole, await text.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task One_that_breaks_off_is_never_taken_for_whole()
    {
        _flood.FailsAt = Items - 1;
        using var response = await AskAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        _flood.IsEndless = true;
        using var socket = await SendAsync();

        Assert.IsType<TimeoutException>(await _flood.Ended.Task.WaitAsync(Cancel));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_work()
    {
        _flood.IsEndless = true;
        _flood.WaitsAt = Items;
        var socket = await SendAsync();
        await socket.ReceiveAsync(new byte[1_000], Cancel);

        socket.Close(0);
        _flood.GoOn.SetResult();

        await _flood.Ended.Task.WaitAsync(Cancel);
    }

    private async Task<HttpResponseMessage> AskAsync(string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}");
        if (encoding is not null)
            request.Headers.AcceptEncoding.Add(new(encoding));
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private async Task<Socket> SendAsync()
    {
        var address = new Uri(_app.Urls.Single());
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(address.Host, address.Port, Cancel);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: hub\r\n\r\n"), Cancel);
        return socket;
    }

    /// <summary>Writes a long list of numbers, as slowly as the test says.</summary>
    private sealed class Flood : IPlanExecutor
    {
        public int WaitsAt { get; set; } = -1;

        public int FailsAt { get; set; } = -1;

        public bool IsEndless { get; set; }

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What ended the work; null when it came to its end.</summary>
        public TaskCompletionSource<Exception?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
        {
            try
            {
                await WriteAsync(writer, cancel);
                Ended.SetResult(null);
            }
            catch (Exception e)
            {
                Ended.SetResult(e);
                throw;
            }
        }

        private async Task WriteAsync(ResponseWriter writer, CancellationToken cancel)
        {
            writer.IsTotal = true;
            writer.Json.Raw((byte)'[');
            for (var i = 0; IsEndless || i < Items; i++)
            {
                cancel.ThrowIfCancellationRequested();
                if (i == FailsAt)
                    throw new InvalidOperationException("The disk is gone.");
                if (i == WaitsAt)
                    await GoOn.Task.WaitAsync(cancel);
                if (i > 0)
                    writer.Json.Raw((byte)',');
                writer.Json.Number(100_000 + i);
                writer.Checkpoint();
            }

            writer.Json.Raw((byte)']');
        }
    }
}
