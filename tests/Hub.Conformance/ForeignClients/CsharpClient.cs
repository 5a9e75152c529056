using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Conformance.ForeignClients;

/// <summary>The same calls by the C# client, in the form the other clients print.</summary>
internal static class CsharpClient
{
    private const string Service = "hub.catalogue.v1.CatalogueSyncService";

    public static async Task<JsonNode> RunAsync(
        HubProcess hub, Partner partner, string foreignSource, Partner reader, string cases, CancellationToken cancel)
    {
        using var channel = hub.Channel(await hub.TokenAsync(partner, cancel));
        using var reading = hub.Channel(await hub.TokenAsync(reader, cancel));
        using var anonymous = Grpc.Net.Client.GrpcChannel.ForAddress(hub.GrpcUrl);
        var (verdicts, closed) = await PushAsync(new(channel), partner.SourceId, cases, cancel);
        var health = await new Health.HealthClient(anonymous).CheckAsync(new() { Service = Service }, cancellationToken: cancel);

        return ForeignClientTests.Sort(new JsonObject
        {
            ["verdicts"] = new JsonArray([.. verdicts.Select(VerdictOf)]),
            ["counts"] = CountsOf(closed.Counts),
            ["held"] = Text(closed.Held),
            ["outcome"] = NameOf(closed.Outcome),
            ["serving"] = NameOf(health.Status),
            ["reflected"] = await ReflectedAsync(new(anonymous), cancel),
            ["refusals"] = new JsonObject
            {
                ["foreignSource"] = await RefusalsAsync(new(channel), foreignSource, cancel),
                ["noToken"] = await RefusalsAsync(new(anonymous), partner.SourceId, cancel),
                ["wrongScope"] = await RefusalsAsync(new(reading), partner.SourceId, cancel),
            },
        });
    }

    /// <summary>Pushes the cases as one delta.</summary>
    public static async Task<(List<Verdict> Verdicts, Closed Closed)> PushAsync(
        CatalogueSyncService.CatalogueSyncServiceClient client, string source, string cases, CancellationToken cancel)
    {
        using var call = client.Sync(cancellationToken: cancel);
        await call.RequestStream.WriteAsync(new() { Open = new() { Source = source, Mode = SyncMode.Delta, AllVerdicts = true } }, cancel);
        long first = 1;
        foreach (var batch in JsonNode.Parse(await File.ReadAllTextAsync(cases, cancel))!["batches"]!.AsArray())
        {
            var items = batch!.AsArray().Select(item => JsonParser.Default.Parse<Item>(item!.ToJsonString())).ToList();
            await call.RequestStream.WriteAsync(new() { Items = new() { FirstSequence = first, Items_ = { items } } }, cancel);
            first += items.Count;
        }

        await call.RequestStream.CompleteAsync();
        var verdicts = new List<Verdict>();
        Closed? closed = null;
        while (await call.ResponseStream.MoveNext(cancel))
        {
            verdicts.AddRange(call.ResponseStream.Current.Progress?.Verdicts ?? []);
            closed = call.ResponseStream.Current.Closed ?? closed;
        }

        return (verdicts, closed!);
    }

    private static JsonObject VerdictOf(Verdict verdict) => new()
    {
        ["currentRevision"] = verdict.HasCurrentRevision ? Text(verdict.CurrentRevision) : null,
        ["externalId"] = verdict.ExternalId,
        ["field"] = verdict.Field,
        ["fix"] = TextOf(verdict.Fix),
        ["further"] = new JsonArray([.. verdict.FurtherFindings.Select(f => new JsonArray(f.Reason, f.Field))]),
        ["outcome"] = NameOf(verdict.Outcome),
        ["reason"] = verdict.Reason,
        ["revision"] = Text(verdict.Revision),
        ["sequence"] = Text(verdict.Sequence),
        ["severity"] = NameOf(verdict.Severity),
        ["text"] = TextOf(verdict.Text),
    };

    private static JsonObject? TextOf(LocalizedText? text) => text is null ? null : new() { ["en"] = text.En, ["id"] = text.Id };

    private static JsonObject CountsOf(OutcomeCounts counts)
    {
        var all = new JsonObject();
        foreach (var field in OutcomeCounts.Descriptor.Fields.InDeclarationOrder())
            all[field.JsonName] = Text((long)field.Accessor.GetValue(counts));
        return all;
    }

    private static async Task<JsonObject> ReflectedAsync(ServerReflection.ServerReflectionClient client, CancellationToken cancel)
    {
        using var call = client.ServerReflectionInfo(cancellationToken: cancel);
        await call.RequestStream.WriteAsync(new() { ListServices = "" }, cancel);
        await call.RequestStream.WriteAsync(new() { FileContainingSymbol = Service }, cancel);
        await call.RequestStream.CompleteAsync();
        var answers = await call.ResponseStream.ReadAllAsync(cancel).ToListAsync(cancel);
        var services = answers[0].ListServicesResponse.Service.Select(s => s.Name).Order(StringComparer.Ordinal);
        var files = answers[1].FileDescriptorResponse.FileDescriptorProto.Select(f => FileDescriptorProto.Parser.ParseFrom(f).Name);
        return new()
        {
            ["services"] = new JsonArray([.. services.Select(s => JsonValue.Create(s))]),
            ["files"] = new JsonArray([.. files.Select(f => JsonValue.Create(f))]),
        };
    }

    private static async Task<JsonObject> RefusalsAsync(
        CatalogueSyncService.CatalogueSyncServiceClient client, string source, CancellationToken cancel) => new()
    {
        ["getSource"] = await RefusalAsync(() => client.GetSourceAsync(new() { Source = source }, cancellationToken: cancel).ResponseAsync),
        ["sync"] = await RefusalAsync(async () =>
        {
            using var call = client.Sync(cancellationToken: cancel);
            try
            {
                await call.RequestStream.WriteAsync(new() { Open = new() { Source = source, Mode = SyncMode.Delta } }, cancel);
                await call.RequestStream.CompleteAsync();
            }
            catch (RpcException)
            {
                // Refused before the hub read it; the answer says why.
            }

            await call.ResponseStream.MoveNext(cancel);
        }),
    };

    private static async Task<JsonArray> RefusalAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        var status = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        var infos = status.Details.Where(d => d.Is(ErrorInfo.Descriptor)).Select(d => d.Unpack<ErrorInfo>()).ToList();
        return [(int)refused.StatusCode, infos.Count, infos[0].Type, infos[0].Domain];
    }

    /// <summary>The name in the contract, not in C#.</summary>
    private static string NameOf<T>(T value)
        where T : struct, Enum
    {
        var name = typeof(T).GetField(value.ToString()!)!;
        return ((OriginalNameAttribute)name.GetCustomAttributes(false).Single(a => a is OriginalNameAttribute)).Name;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
