using System.Text;
using Hub.Api.Dashboard;
using Hub.Auth;
using Hub.Auth.Bearer;
using Hub.Data;
using Hub.Data.Clients;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Types;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Access;

/// <summary>
/// One operation for each object type of the dashboard's schema, made from the schema: the shortest way to the type, and every field of
/// it. Of a field that leads on, the plain values behind it are selected, those of a list's nodes too.
/// </summary>
internal sealed class FieldMatrix
{
    private readonly MatrixHub _hub;
    private readonly Dictionary<ObjectType, (string Before, string After)> _ways = [];
    private readonly GraphQLEngine _engine;

    public FieldMatrix(MatrixHub hub, Schema? schema = null)
    {
        _hub = hub;
        Schema = schema ?? HubSchema.Build();
        using var db = hub.Running.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContext();
        _engine = new(Schema, new SqliteExecutor(db.Model, hub.Running.Services.GetRequiredService<SqliteReadPool>()), new() { CostPerMinute = int.MaxValue });
        FindWays(Schema.QueryType!);
    }

    public Schema Schema { get; }

    /// <summary>The types with an operation each.</summary>
    public IEnumerable<ObjectType> Types => _ways.Keys;

    /// <summary>Arguments that are required and that this test has no value for.</summary>
    public List<string> Undecided { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Types that queries do not reach: the events of subscriptions.</summary>
    public IEnumerable<ObjectType> Unreached => Schema.Types.OfType<ObjectType>()
        .Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal) && !_ways.ContainsKey(type));

    public static IEnumerable<Field> FieldsOf(FieldedType type) => type.Fields.Where(field => !FieldRules.IsIntrospection(type, field));

    public static Caller Caller(Party party, Scopes scopes) =>
        new("matrix", party.Id, party.PublicId, scopes, Resources.GraphQL, DateTimeOffset.MaxValue, "matrix");

    /// <summary>The operation that selects every field of a type.</summary>
    public string QueryOf(ObjectType type)
    {
        var (before, after) = _ways[type];
        return $"{{ {before} {string.Join(' ', FieldsOf(type).Select((field, i) => $"f{i}: {Selection(field, 2)}"))} {after} }}";
    }

    /// <summary>What somebody is told who subscribes to a field with everything in its events; null when they may.</summary>
    public async Task<string?> SubscribeAsync(Field field, Party party, Scopes scopes)
    {
        var events = FieldsOf((ObjectType)field.Type.Type).Select((f, i) => $"f{i}: {Selection(f, 1)}");
        var subscription = await _engine.SubscribeAsync(
            new() { Query = Encoding.UTF8.GetBytes($"subscription {{ {Call(field)} {{ {string.Join(' ', events)} }} }}"), Caller = Caller(party, scopes) }, Cancel);
        using var refusal = subscription.Refusal;
        return refusal is null ? null : Encoding.UTF8.GetString(refusal.Body.Span);
    }

    public async Task<string> RunAsync(ObjectType type, Party party, Scopes scopes)
    {
        using var response = await _engine.ExecuteAsync(
            new() { Query = Encoding.UTF8.GetBytes(QueryOf(type)), Caller = Caller(party, scopes) }, Cancel);
        return Encoding.UTF8.GetString(response.Body.Span);
    }

    /// <summary>The answers to everything somebody may ask.</summary>
    public async Task<Dictionary<ObjectType, string>> RunAllAsync(Party party)
    {
        var answers = new Dictionary<ObjectType, string>();
        foreach (var type in Types)
            answers[type] = await RunAsync(type, party, Scopes.DashboardRead);
        return answers;
    }

    private void FindWays(ObjectType root)
    {
        _ways.Add(root, ("", ""));
        var next = new Queue<ObjectType>([root]);
        while (next.TryDequeue(out var type))
        {
            var (before, after) = _ways[type];
            foreach (var field in FieldsOf(type).Where(field => field.Type.Type.IsComposite))
            {
                foreach (var target in Schema.PossibleTypes(field.Type.Type))
                {
                    var isSame = ReferenceEquals(target, field.Type.Type);
                    if (_ways.TryAdd(target, ($"{before} {Call(field)} {{{(isSame ? "" : $" ... on {target} {{")}", $"{(isSame ? "" : "}")} }} {after}")))
                        next.Enqueue(target);
                }
            }
        }
    }

    private string Selection(Field field, int depth)
    {
        var call = Call(field);
        if (field.Type.Type is not { IsComposite: true } type)
            return call;
        var inner = type is FieldedType fielded
            ? FieldsOf(fielded)
                .Where(f => f.Arguments.All(a => !a.Type.IsNonNull) && (!f.Type.Type.IsComposite || (depth > 1 && f.Name == "nodes")))
                .Select((f, i) => $"s{i}: {Selection(f, depth - 1)}")
            : [];
        return $"{call} {{ __typename {string.Join(' ', inner)} }}";
    }

    private string Call(Field field)
    {
        var given = field.Arguments.Where(a => a.Type.IsNonNull).Select(a => $"{a.Name}: {Value(field, a)}").ToList();
        return given.Count == 0 ? field.Name : $"{field.Name}({string.Join(", ", given)})";
    }

    /// <summary>A value for an argument that must be given, by its type: the owner's rows wherever rows are named.</summary>
    private string Value(Field field, InputValue argument)
    {
        var owner = _hub.Owner;
        var id = field.Type.Type.Name switch
        {
            "Participant" => owner.PublicId,
            "SyncSession" => owner.Session,
            "Source" or "Node" => owner.Source,
            _ => owner.Offer,
        };
        var (name, isList) = (argument.Type.Type.Name, argument.Type.ToString().StartsWith('['));
        var value = (name, argument.Type.Type) switch
        {
            ("ID", _) => $"\"{id}\"",
            ("String", _) => "\"32\"",
            ("_Any", _) => $"{{__typename: \"Source\", id: \"{owner.Source}\"}}",
            (_, EnumType values) => values.Values[0].Name,
            (_, InputObjectType input) => $"{{{string.Join(", ", input.Fields.Where(f => f.Type.IsNonNull).Select(f => $"{f.Name}: {Value(field, f)}"))}}}",
            _ => null,
        };
        if (value is null)
            Undecided.Add($"{field.Name}({argument.Name}: {argument.Type})");
        return isList ? $"[{value}]" : value ?? "null";
    }
}
