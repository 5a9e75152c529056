using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Hub.Access.V1;
using Hub.Data.Clients;

namespace Hub.Api.Tests.Access;

/// <summary>Calls every method of the contracts as somebody, with requests made from the descriptors, and finds what somebody else's call tells.</summary>
internal sealed class RpcMatrix(MatrixHub hub)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(b => b, b => b);

    /// <summary>Every method of the hub's own contracts with what it declares.</summary>
    public static IReadOnlyDictionary<string, (MethodDescriptor Method, AccessRule? Rule)> Methods { get; } = AccessRulesTests.Methods
        .Where(m => m.Name.StartsWith("/hub.", StringComparison.Ordinal))
        .ToDictionary(m => m.Name, m => (m.Method, m.Method.GetOptions()?.GetExtension(AccessExtensions.Access)));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The scopes a method takes.</summary>
    public static Scopes ScopesOf(AccessRule rule) => rule.AnyOf.Aggregate(Scopes.None, (all, name) => all | ScopeNames.Find(name));

    /// <summary>Every scope but those of operators and these.</summary>
    public static Scopes AllBut(Scopes scopes) =>
        Enum.GetValues<Scopes>().Aggregate(Scopes.None, (all, one) => all | one) & ~scopes & ~Scopes.RegistryAdmin;

    /// <summary>
    /// What a call of one participant tells of another's rows: the request names the other's rows in every field, and then in one field
    /// at a time beside the caller's own. Empty when it tells nothing.
    /// </summary>
    public async Task<IReadOnlyList<string>> LeaksAsync(string name)
    {
        var (method, rule) = Methods[name];
        var token = await hub.TokenAsync(hub.Other, AllBut(Scopes.None));
        var marks = rule!.Rows == Rows.Own ? hub.Owner.Marks : hub.Owner.Secrets;
        List<string> leaks = [];
        foreach (var names in Variants(method))
        {
            var request = Fill(method.InputType, names);
            var (status, told) = await CallAsync(method, token, request);
            var sent = request.ToString() ?? "";
            leaks.AddRange(marks.Where(mark => !sent.Contains(mark, StringComparison.Ordinal) && told.Contains(mark, StringComparison.Ordinal)));

            // A request that names nothing but the owner's rows has to be answered as if there were none.
            if (rule.Rows == Rows.Own && names.Values.Any(n => n.Value.Length > 0) && names.All(n => n.Value.Whose == hub.Owner) && status != StatusCode.NotFound)
                leaks.Add($"{status} for {sent}");
        }

        return leaks;
    }

    /// <summary>How the owner's own call ends.</summary>
    public async Task<(StatusCode Status, string Told)> CallAsOwnerAsync(string name)
    {
        var (method, rule) = Methods[name];
        var scopes = rule!.Rows == Rows.All ? Scopes.RegistryAdmin : AllBut(Scopes.None);
        var names = NamesIn(method.InputType).ToDictionary(n => n, n => (hub.Owner, hub.Owner.Names.GetValueOrDefault(n, "")));
        return await CallAsync(method, await hub.TokenAsync(hub.Owner, scopes), Fill(method.InputType, names, withOptional: false));
    }

    /// <summary>Fields of a request that name rows in a way this test does not know.</summary>
    public IEnumerable<string> Undecided(MethodDescriptor method) => NamesIn(method.InputType).Where(n => !hub.Owner.Names.ContainsKey(n));

    /// <summary>A call with a request of no content.</summary>
    public Task<(StatusCode Status, string Told)> CallEmptyAsync(MethodDescriptor method, string? token) =>
        CallAsync(method, token, method.InputType.Parser.ParseFrom(ByteString.Empty));

    private IEnumerable<Dictionary<string, (Party Whose, string Value)>> Variants(MethodDescriptor method)
    {
        var names = NamesIn(method.InputType).ToList();
        yield return Of(_ => hub.Owner);
        foreach (var one in names.Count > 1 ? names : [])
            yield return Of(name => name == one ? hub.Owner : hub.Other);

        Dictionary<string, (Party, string)> Of(Func<string, Party> whose) =>
            names.ToDictionary(n => n, n => (whose(n), whose(n).Names.GetValueOrDefault(n, "")));
    }

    // Texts of the request itself, and of the first step of a stream; what an item says is content.
    private static IEnumerable<string> NamesIn(MessageDescriptor type) => type.Fields.InFieldNumberOrder()
        .SelectMany(f => f switch
        {
            { FieldType: FieldType.String, IsRepeated: false } => [f.Name],
            { FieldType: FieldType.Message, ContainingOneof: { IsSynthetic: false } choice } when choice.Fields[0] == f => NamesIn(f.MessageType),
            _ => Enumerable.Empty<string>(),
        });

    private static IMessage Fill(
        MessageDescriptor type, IReadOnlyDictionary<string, (Party Whose, string Value)> names, int depth = 0, bool withOptional = true)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            var isLaterChoice = field.ContainingOneof is { IsSynthetic: false } choice && choice.Fields[0] != field;
            var isOptional = field.ContainingOneof is { IsSynthetic: true };
            if (isLaterChoice || depth > 3 || field.IsMap || (isOptional && !(withOptional && names.ContainsKey(field.Name) && depth < 2)))
                continue;
            object? value = field switch
            {
                { FieldType: FieldType.Message, MessageType.File.Package: var package } when package.StartsWith("hub.", StringComparison.Ordinal) =>
                    Fill(field.MessageType, names, depth + 1, withOptional),
                { FieldType: FieldType.String } => names.TryGetValue(field.Name, out var known) ? known.Value : null,
                { FieldType: FieldType.Enum, IsRepeated: false } => 1,
                { FieldType: FieldType.Int64 } => 1L,
                { FieldType: FieldType.Int32 } => field.Name == "page_size" ? 500 : 1,
                { FieldType: FieldType.Bool } => field.Name == "with_snapshot",
                _ => null,
            };
            if (value is null)
                continue;
            if (!field.IsRepeated)
                field.Accessor.SetValue(message, value);
            else if (field.FieldType == FieldType.Message)
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(value);
        }

        return message;
    }

    private async Task<(StatusCode Status, string Told)> CallAsync(MethodDescriptor method, string? token, IMessage request)
    {
        var type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var raw = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);
        var invoker = hub.Channel.CreateCallInvoker();
        var told = new List<string>();
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    Tell(await invoker.AsyncUnaryCall(raw, null, AccessHost.With(token), request.ToByteArray()));
                    break;
                case MethodType.ServerStreaming:
                    using (var call = invoker.AsyncServerStreamingCall(raw, null, AccessHost.With(token), request.ToByteArray()))
                    {
                        while (await call.ResponseStream.MoveNext(Cancel))
                            Tell(call.ResponseStream.Current);
                    }

                    break;
                default:
                    using (var call = invoker.AsyncDuplexStreamingCall(raw, null, AccessHost.With(token)))
                    {
                        await call.RequestStream.WriteAsync(request.ToByteArray(), Cancel);
                        if (await call.ResponseStream.MoveNext(Cancel))
                            Tell(call.ResponseStream.Current);
                    }

                    break;
            }

            return (StatusCode.OK, string.Join('\n', told));
        }
        catch (RpcException failure)
        {
            return (failure.StatusCode, string.Join('\n', [.. told, failure.ToString()]));
        }

        void Tell(byte[] message) => told.Add(method.OutputType.Parser.ParseFrom(message).ToString()!);
    }
}
