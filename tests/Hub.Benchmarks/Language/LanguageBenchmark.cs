using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Api.Dashboard;
using Hub.Benchmarks.Read;
using Hub.Data;
using Hub.GraphQL.Documents;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Http;
using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Types;
using Hub.GraphQL.Validation;
using Microsoft.EntityFrameworkCore;

namespace Hub.Benchmarks.Language;

/// <summary>
/// What a document costs before anything is read: the first time, and when its plan is found. A hit goes from the bytes of a request's body
/// to a plan with this request's parameters and price. Nothing is run.
/// </summary>
internal static class LanguageBenchmark
{
    private static readonly ValidationOptions Validation = new();

    public static int Run(string[] options)
    {
        var schema = HubSchema.Build();
        using var db = new HubDbContext(new DbContextOptionsBuilder<HubDbContext>().UseSqlite("Data Source=:memory:").Options);
        using var pool = new SqliteReadPool(new() { DataSource = ":memory:" });
        var executor = new SqliteExecutor(db.Model, pool);
        var queries = Queries(schema);

        Console.WriteLine("medians of 7 warm repeats, one thread");
        foreach (var query in queries)
        {
            var bytes = Encoding.UTF8.GetBytes(query.Document);
            var document = Parser.Parse(bytes, ParserOptions.Request).Document!;
            Print(query, "parse", Timing.Of(_ => Parser.Parse(bytes, ParserOptions.Request)));
            Print(query, "validate", Timing.Of(_ => DocumentValidator.Validate(schema, document, Validation)));
            Print(query, "first plan and SQL", First(schema, executor, query, bytes));
            var (sent, named) = Hits(schema, query, bytes);
            Print(query, "hit", sent);
            Print(query, "hit by document id", named);
        }

        GraphQLJs.Run(queries, SchemaPrinter.Print(schema), options is [var folder] ? folder : ".");
        return 0;
    }

    private static ReadQuery[] Queries(Schema schema)
    {
        // A cursor of the list's order: the scope it is bound to stands among the parameters of any page of it.
        var admission = new Admission(schema, Store(schema, []), Validation);
        var (first, _) = admission.Admit(new()
        {
            Query = "{ gigs(first: 50, orderBy: [{field: PUBLISHED_AT, direction: DESC}]) { pageInfo { endCursor } } }"u8.ToArray(),
        });
        var relation = ((ConnectionOutput)first!.Plan.Root.Fields[0]).Relation;
        var cursor = new CursorWriter();
        var sets = Enumerable.Range(0, 64).Select(i =>
        {
            cursor.Start(first.Parameters[relation.CursorScopeSlot].Integer);
            cursor.Add(1_760_000_000_000 + i);
            cursor.Add(i);
            return new JsonObject { ["after"] = System.Buffers.Text.Base64Url.EncodeToString(cursor.Bytes) };
        });
        return [.. DashboardQueries.WithoutPages(), new("Q5", "a page of 50", DashboardQueries.Page, [.. sets])];
    }

    /// <summary>Collecting, planning and the text of the statements, with nothing kept.</summary>
    private static Timing First(Schema schema, SqliteExecutor executor, ReadQuery query, byte[] bytes)
    {
        var variables = JsonSerializer.SerializeToElement(query.Sets[0]);
        return Timing.Of(_ =>
        {
            var document = PreparedDocument.Prepare(schema, bytes, new(), Validation, new(1 << 20));
            var operation = document.Operations[0];
            var (values, _) = new VariableCoercer(schema, null).Coerce(operation.Operation, variables);
            executor.Explain(operation.Plan(values!, null).Plan);
        });
    }

    private static (Timing Sent, Timing Named) Hits(Schema schema, ReadQuery query, byte[] bytes)
    {
        var trusted = new TrustedDocument(TrustedDocuments.IdOf(bytes), "benchmark", bytes);
        var admission = new Admission(schema, Store(schema, [trusted]), Validation);
        var sent = query.Sets.Select(set => Body(new() { ["query"] = query.Document, ["variables"] = Named(query, set) })).ToArray();
        var named = query.Sets.Select(set => Body(new() { ["documentId"] = trusted.Id, ["variables"] = Named(query, set) })).ToArray();
        return (Timing.Of(i => Admit(admission, sent[i % sent.Length])), Timing.Of(i => Admit(admission, named[i % named.Length])));
    }

    /// <summary>The variables the document names; the others serve the endpoint by hand.</summary>
    private static JsonObject Named(ReadQuery query, JsonObject set) =>
        new(set.Where(p => query.Document.Contains($"${p.Key}", StringComparison.Ordinal)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    private static byte[] Body(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    private static void Admit(Admission admission, byte[] body)
    {
        var (request, _) = RequestJson.Read(body);
        var (admitted, refusal) = admission.Admit(request!);
        if (admitted is null)
            throw new InvalidOperationException(Encoding.UTF8.GetString(refusal!.Body.Span));
    }

    private static DocumentStore Store(Schema schema, TrustedDocument[] trusted) =>
        new(schema, new() { TrustedDocuments = trusted }, Validation, new(64 << 20));

    private static void Print(ReadQuery query, string stage, Timing timing) => Console.WriteLine($"{query.Name}  {stage,-24}{timing}");
}
