using System.IO.Compression;
using Google.Protobuf;
using Grpc.Net.Compression;

namespace Grpc.Core.Api.Tests.Calls;

public sealed class SizeAndCompressionTests
{
    private const int Limit = 4 * 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_above_four_mebibytes_is_refused()
    {
        await using var host = await TrialHost.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client().UnaryAsync(new Ask { Padding = Zeros(Limit) }, cancellationToken: Cancel));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task An_answer_above_four_mebibytes_is_refused_by_the_client()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (_, _) => Task.FromResult(new Answer { Padding = Zeros(Limit) }),
        });

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client().UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task A_message_just_below_the_limit_passes_both_ways()
    {
        await using var host = await TrialHost.StartAsync();

        var answer = await host.Client().UnaryAsync(new Ask { Padding = Zeros(Limit - 16) }, cancellationToken: Cancel);

        Assert.Equal(Limit - 16, answer.Padding.Length);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_request_is_read(string encoding)
    {
        string? seen = null;
        ICompressionProvider[] providers =
        [
            new GzipCompressionProvider(CompressionLevel.Fastest),
            new DeflateCompressionProvider(CompressionLevel.Fastest),
        ];
        await using var host = await TrialHost.StartAsync(
            new()
            {
                Unary = (ask, context) =>
                {
                    seen = context.GetHttpContext().Request.Headers["grpc-encoding"];
                    return Task.FromResult(new Answer { Count = ask.Padding.Length });
                },
            },
            options => options.CompressionProviders = [.. providers]);
        var client = host.Client(options => options.CompressionProviders = providers);

        var answer = await client.UnaryAsync(
            new Ask { Padding = Zeros(100_000) },
            new Metadata { { "grpc-internal-encoding-request", encoding } },
            cancellationToken: Cancel);

        Assert.Equal(encoding, seen);
        Assert.Equal(100_000, answer.Count);
    }

    [Fact]
    public async Task A_compressed_answer_is_read_and_is_small()
    {
        using var wire = new ResponseSizes();
        await using var host = await TrialHost.StartAsync(
            new() { Unary = (_, _) => Task.FromResult(new Answer { Padding = Zeros(100_000) }) },
            options => options.ResponseCompressionAlgorithm = "gzip");
        var client = host.Client(options => options.HttpHandler = wire);

        var answer = await client.UnaryAsync(new Ask(), cancellationToken: Cancel);

        Assert.Equal(100_000, answer.Padding.Length);
        Assert.Equal("gzip", wire.Encoding);
        Assert.InRange(wire.Bytes, 1, 2_000);
    }

    [Fact]
    public async Task An_answer_that_asks_for_it_stays_uncompressed()
    {
        using var wire = new ResponseSizes();
        await using var host = await TrialHost.StartAsync(
            new()
            {
                Unary = (_, context) =>
                {
                    context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
                    return Task.FromResult(new Answer { Padding = Zeros(100_000) });
                },
            },
            options => options.ResponseCompressionAlgorithm = "gzip");
        var client = host.Client(options => options.HttpHandler = wire);

        var answer = await client.UnaryAsync(new Ask(), cancellationToken: Cancel);

        Assert.Equal(100_000, answer.Padding.Length);
        Assert.InRange(wire.Bytes, 100_000, 101_000);
    }

    private static ByteString Zeros(int count) => ByteString.CopyFrom(new byte[count]);

    /// <summary>Reads each response whole and notes how large it was on the wire.</summary>
    private sealed class ResponseSizes() : DelegatingHandler(new SocketsHttpHandler())
    {
        public string? Encoding { get; private set; }

        public int Bytes { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            Encoding = response.Headers.GetValues("grpc-encoding").Single();
            Bytes = body.Length;

            var type = response.Content.Headers.ContentType;
            response.Content = new ByteArrayContent(body) { Headers = { ContentType = type } };
            return response;
        }
    }
}
