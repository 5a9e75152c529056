using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R10: bytes that are no messages, messages that are too large, and messages with a few bytes changed. Every answer says why, and the hub lives.</summary>
public sealed class HostileInputTests
{
    private const string Upsert = "/hub.catalogue.v1.CatalogueSyncService/UpsertItems";
    private const string Stream = "/hub.catalogue.v1.CatalogueSyncService/Sync";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_that_are_no_message_are_answered_with_a_reason_and_harm_nobody()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        using var http = Client(hub, await hub.TokenAsync(partner, Cancel));
        var good = new UpsertItemsRequest { Source = partner.SourceId, Items = { Upload.Item(1), Upload.Item(2) } }.ToByteArray();
        await AskAsync(http, Upsert, Framed(good));
        var before = ProcessMemory.AnonymousKiB(hub.Id);

        (string Name, byte[] Body, string? Encoding)[] cases =
        [
            ("4 MiB and a byte", Framed(new byte[(4 << 20) + 1]), null),
            ("a length that promises 2 GiB", [0, 0x7F, 0xFF, 0xFF, 0xFF, .. good], null),
            ("a length that promises more than comes", [0, 0, 0, 0xFF, 0xFF, .. good], null),
            ("a length that hides a second message", Framed(good, good.Length - 7), null),
            ("a header cut in two", [0, 0, 0], null),
            ("nothing", [], null),
            ("no protobuf", Framed([0xFF, 0xFF, 0xFF, 0xFF]), null),
            ("groups 10,000 deep", Framed([.. Enumerable.Repeat<byte>(0x0B, 10_000)]), null),
            ("a string that is no UTF-8", Framed([0x0A, 0x02, 0xC3, 0x28]), null),
            ("a field of 2 GiB", Framed([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]), null),
            ("a compressed bomb, 1 to 1,000", Framed(Bomb(64 << 20), flag: 1), "gzip"),
            ("a bomb that stays below the limit", Framed(Bomb(3 << 20), flag: 1), "gzip"),
            ("compressed, and no encoding told", Framed(Bomb(1_000), flag: 1), null),
            ("compressed in an unknown way", Framed(good, flag: 1), "zstd"),
            ("compressed, but no gzip", Framed(good, flag: 1), "gzip"),
            ("a flag of 7", Framed(good, flag: 7), null),
        ];
        foreach (var path in new[] { Upsert, Stream })
        {
            foreach (var (name, body, encoding) in cases)
            {
                var status = await AskAsync(http, path, body, encoding);
                Assert.True(status.Code != "0" && status.HasReason, $"{name} to {path}: {status.Code} {status.Message}, {(status.HasReason ? "with" : "without")} a reason");
            }
        }

        var mutations = Rigs.Times(2_000, 50_000);
        var random = new Random(2026);
        for (var i = 0; i < mutations; i++)
        {
            var status = await AskAsync(http, Upsert, Framed(Mutation.Of(good, random)));
            Assert.True(status.Code is "0" || status.HasReason, $"mutation {i}: {status.Code} {status.Message}");
        }

        Assert.Equal("0", (await AskAsync(http, Upsert, Framed(good))).Code);
        Rigs.Say($"{cases.Length * 2} kinds of bytes and {mutations} changed messages: all told why; anonymous memory {before / 1024} -> {ProcessMemory.AnonymousKiB(hub.Id) / 1024} MiB");
    }

    private static byte[] Framed(byte[] message, int? length = null, byte flag = 0)
    {
        var framed = new byte[message.Length + 5];
        framed[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), length ?? message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    private static byte[] Bomb(int length)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            gzip.Write(new byte[length]);
        return packed.ToArray();
    }

    private static HttpClient Client(HubProcess hub, string token) => new()
    {
        BaseAddress = hub.GrpcUrl,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>Sends bytes as the whole of a call, and reads its status.</summary>
    private static async Task<(string Code, string Message, bool HasReason)> AskAsync(HttpClient http, string path, byte[] body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        if (encoding is not null)
            request.Headers.Add("grpc-encoding", encoding);
        using var response = await http.SendAsync(request, Cancel);
        await response.Content.ReadAsByteArrayAsync(Cancel);
        string? Header(string name) => response.TrailingHeaders.TryGetValues(name, out var trailing) || response.Headers.TryGetValues(name, out trailing)
            ? trailing.First()
            : null;
        return (Header("grpc-status") ?? $"HTTP {response.StatusCode}", Header("grpc-message") ?? "", Header("grpc-status-details-bin") is not null);
    }
}
