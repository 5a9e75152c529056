using Hub.Registry.V1;
using Hub.Testing;

namespace Hub.Conformance.ForeignClients;

/// <summary>
/// The samples that get tokens, with the libraries partners use (openid-client, Authlib, Microsoft.IdentityModel) and with curl alone: a secret, a key,
/// and a key with tokens bound by DPoP; each token is used over GraphQL and over gRPC.
/// </summary>
public sealed class TokenClientTests(HubFixture fixture) : IDisposable
{
    private static readonly string Samples = Path.Combine(Repository.Root, "clients/samples");

    private readonly TemporaryFolder _folder = new();

    /// <summary>The samples.</summary>
    public static TheoryData<string> Clients => new("node", "python", "csharp", "curl");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_secret_a_key_and_bound_tokens_open_graphql_and_grpc(string client)
    {
        Require(client);
        var (hub, partner) = await fixture.AddSourceAsync(OfferKind.Course, Cancel);
        var key = Path.Combine(_folder.Path, "key");
        var keys = Path.Combine(_folder.Path, "keys.json");
        var made = await RunAsync(client, new(), "keys", key);
        await File.WriteAllTextAsync(keys, made.Output, Cancel);
        var registered = await hub.RunAsync(
            Cancel,
            ["clients", "add", "--participant", partner.ParticipantId, "--scopes", "catalogue.write dashboard.read", "--method", "private_key_jwt", "--jwks", keys]);
        var withSecret = await hub.RunAsync(Cancel, ["clients", "add", "--participant", partner.ParticipantId, "--scopes", "catalogue.write dashboard.read"]);

        foreach (var way in new[] { "secret", "key", "bound" })
        {
            var environment = new Dictionary<string, string>
            {
                ["HUB_HTTP"] = hub.HttpUrl.ToString(),
                ["HUB_GRPC"] = hub.GrpcUrl.ToString(),
                ["HUB_CLIENT_ID"] = (way == "secret" ? withSecret : registered).GetProperty("client_id").GetString()!,
                ["HUB_CLIENT_SECRET"] = way == "secret" ? withSecret.GetProperty("client_secret").GetString()! : "",
                ["HUB_CLIENT_KEY"] = way == "secret" ? "" : key,
                ["HUB_DPOP"] = way == "bound" ? "1" : "",
            };

            var query = await RunAsync(client, environment, "query", "{ courses(first: 1) { nodes { id } } }");
            var item = await RunAsync(client, environment, ["item", $"{client}-{way}", partner.SourceId]);

            Assert.True(query.Code == 0 && query.Output.Contains("\"courses\"", StringComparison.Ordinal), query.Output + query.Errors);
            Assert.True(item.Code == 0 && item.Output.Contains("APPLIED", StringComparison.OrdinalIgnoreCase), item.Output + item.Errors);
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_wrong_secret_is_told_and_ends_with_3(string client)
    {
        Require(client);
        var (hub, partner) = await fixture.AddSourceAsync(OfferKind.Course, Cancel);

        var refused = await RunAsync(
            client,
            new() { ["HUB_HTTP"] = hub.HttpUrl.ToString(), ["HUB_CLIENT_ID"] = partner.ClientId, ["HUB_CLIENT_SECRET"] = "wrong" },
            "token");

        Assert.Equal(3, refused.Code);
        Assert.Contains("invalid_client", refused.Output + refused.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Require(string client)
    {
        switch (client)
        {
            case "node":
                Assert.SkipUnless(
                    Directory.Exists(Path.Combine(Samples, "token-node/node_modules/openid-client")), "openid-client is missing: run `npm ci` in clients/samples/token-node.");
                break;
            case "python":
                Assert.SkipUnless(
                    ForeignPrograms.Python is { } python && ForeignPrograms.Answers(python, "-c", "import authlib, requests") && ForeignPrograms.Answers("protoc", "--version"),
                    "python3 with grpcio, Authlib and requests, or protoc, is not installed (Debian: python3-grpcio python3-authlib python3-requests protobuf-compiler).");
                break;
            case "curl":
                Assert.SkipUnless(
                    ForeignPrograms.Answers("curl", "--version") && ForeignPrograms.Answers("openssl", "version") && ForeignPrograms.Answers("protoc", "--version"),
                    "curl, openssl or protoc is not installed (Debian: curl openssl protobuf-compiler).");
                break;
        }
    }

    private static string[] Start(string client) => client switch
    {
        "node" => ["node", Path.Combine(Samples, "token-node/token.mjs")],
        "python" => [ForeignPrograms.Python!, Path.Combine(Samples, "token-python/hub_token.py")],
        "csharp" => ["dotnet", Path.Combine(AppContext.BaseDirectory, "token-csharp.dll")],
        _ => ["bash", Path.Combine(Samples, "token-curl/token.sh")],
    };

    private static Task<Run> RunAsync(string client, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = Start(client);
        return ForeignPrograms.RunAsync(start[0], [.. start[1..], .. arguments], environment, Cancel);
    }
}
