using System.Net;

namespace Hub.Api.Tests.Hosting;

public sealed class EmptyAnswersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_without_bytes_is_not_compressed_and_one_with_bytes_is()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);
        var token = await hub.TokenAsync("catalogue.read registry.admin", Cancel);

        var empty = await CallAsync(hub, token, "/hub.catalogue.v1.CatalogueSyncService/ListSources");
        var full = await CallAsync(hub, token, "/hub.registry.v1.RegistryService/ListParticipants");

        Assert.Equal([0, 0, 0, 0, 0], empty);
        Assert.Equal([1, 0x1f, 0x8b], [full[0], full[5], full[6]]);
    }

    /// <summary>The bytes of an answer to an empty request, as a client hears them that takes gzip.</summary>
    private static async Task<byte[]> CallAsync(RunningHub hub, string token, string method)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.GrpcUrl, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new("application/grpc") } },
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.TE.ParseAdd("trailers");
        request.Headers.Add("grpc-accept-encoding", "identity,gzip");
        using var response = await http.SendAsync(request, Cancel);
        return await response.Content.ReadAsByteArrayAsync(Cancel);
    }
}
