using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Conformance.ForeignClients;

/// <summary>
/// Clients of other languages push the same delta as the C# client, each to a source of its own, and must hear the same: verdicts, counts,
/// health, and how calls are refused.
/// </summary>
public sealed class ForeignClientTests(CsharpExample example) : IClassFixture<CsharpExample>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Folder => Path.Combine(Repository.Root, "tests/Hub.Conformance/ForeignClients");

    [Fact]
    public async Task Python_hears_the_same_as_csharp()
    {
        Assert.SkipWhen(ForeignPrograms.Python is null, "python3 with grpcio is not installed (Debian: python3-grpcio).");

        await AssertSameAsync(ForeignPrograms.Python!, Path.Combine(Folder, "python/client.py"));
    }

    [Fact]
    public async Task Node_hears_the_same_as_csharp()
    {
        Assert.SkipUnless(
            ForeignPrograms.HasNodeModules(Path.Combine(Folder, "node")),
            "Node.js or @grpc/grpc-js is missing: run `npm ci` in tests/Hub.Conformance/ForeignClients/node.");

        await AssertSameAsync("node", Path.Combine(Folder, "node/client.mjs"));
    }

    private async Task AssertSameAsync(string program, string script)
    {
        using var folder = new TemporaryFolder();
        var csharp = await example.HearAsync(Cancel);
        var partner = await csharp.AddPartnerAsync(Path.GetFileNameWithoutExtension(program), Cancel);

        var heard = await RunAsync(program, script, new JsonObject
        {
            ["address"] = csharp.Hub.GrpcUrl.Authority,
            ["tokenUrl"] = new Uri(csharp.Hub.HttpUrl, "/connect/token").ToString(),
            ["protoRoot"] = Path.Combine(Repository.Root, "proto"),
            ["descriptors"] = ForeignPrograms.WriteDescriptors(folder.Path),
            ["cases"] = CsharpExample.Cases,
            ["source"] = partner.SourceId,
            ["foreignSource"] = csharp.Partner.SourceId,
            ["client"] = CredentialsOf(partner),
            ["reader"] = CredentialsOf(csharp.Reader),
        });

        AssertWholeExample(csharp.Expected);
        Assert.Equal(csharp.Expected.ToJsonString(Sorted), Sort(heard).ToJsonString(Sorted));
    }

    private static JsonObject CredentialsOf(Partner partner) => new() { ["id"] = partner.ClientId, ["secret"] = partner.ClientSecret };

    /// <summary>The cases are worth comparing only while they meet every outcome and every refusal.</summary>
    private static void AssertWholeExample(JsonNode heard)
    {
        Assert.Equal(77, heard["verdicts"]!.AsArray().Count);
        Assert.Equal(
            VerdictReflection.Descriptor.FindTypeByName<EnumDescriptor>("Outcome").Values.Skip(1).Select(v => v.Name),
            heard["verdicts"]!.AsArray().Select(v => $"{v!["outcome"]}").Distinct().OrderBy(OutcomeNumber));
        Assert.Equal("5", $"{heard["held"]}");
        Assert.Equal("SERVING", $"{heard["serving"]}");
        Assert.Contains("hub.catalogue.v1.CatalogueSyncService", heard["reflected"]!["services"]!.AsArray().Select(s => $"{s}"));
        foreach (var method in (string[])["getSource", "sync"])
        {
            Assert.Equal((int)StatusCode.NotFound, (int)heard["refusals"]!["foreignSource"]![method]![0]!);
            Assert.Equal((int)StatusCode.Unauthenticated, (int)heard["refusals"]!["noToken"]![method]![0]!);
            Assert.Equal((int)StatusCode.PermissionDenied, (int)heard["refusals"]!["wrongScope"]![method]![0]!);
        }
    }

    private static int OutcomeNumber(string name) => VerdictReflection.Descriptor.FindTypeByName<EnumDescriptor>("Outcome").FindValueByName(name).Number;

    private static readonly JsonSerializerOptions Sorted = new() { WriteIndented = true };

    /// <summary>Keys in order, so that texts compare.</summary>
    internal static JsonNode Sort(JsonNode node) => node switch
    {
        JsonObject given => new JsonObject(given
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : Sort(p.Value)))),
        JsonArray given => new JsonArray([.. given.Select(inner => inner is null ? null : Sort(inner))]),
        _ => node.DeepClone(),
    };

    private static async Task<JsonNode> RunAsync(string program, string script, JsonObject given)
    {
        var run = await ForeignPrograms.RunAsync(program, [script, given.ToJsonString()], new Dictionary<string, string>(), Cancel);
        Assert.True(run.Code == 0, $"{program} ended with {run.Code}: {run.Errors}");
        return JsonNode.Parse(run.Output)!;
    }
}
