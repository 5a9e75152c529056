using Hub.Api.Dashboard;
using Hub.Data.Clients;
using Hub.GraphQL.Types;
using Hub.Testing;

namespace Hub.Api.Tests.Dashboard;

/// <summary>The dashboard schema as clients see it.</summary>
public sealed class HubSchemaTests
{
    /// <summary>Set to 1 to write the file anew after a change that is meant.</summary>
    private const string UpdateVariable = "HUB_UPDATE_SCHEMA";

    [Fact]
    public void The_printed_schema_is_the_one_that_was_reviewed()
    {
        var path = Path.Combine(Repository.Root, "src/Hub.Api/schema.graphql");
        var printed = SchemaPrinter.Print(HubSchema.Build());
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, printed);

        var reviewed = File.ReadAllText(path);

        Assert.True(reviewed == printed, $"The schema differs from {path}. If that is meant, run this test with {UpdateVariable}=1 and review the file.");
    }

    [Fact]
    public void Everything_is_described()
    {
        var schema = HubSchema.Build();

        var nameless = schema.Types.SelectMany(Descriptions).Where(described => string.IsNullOrWhiteSpace(described.Description) || !described.Description.EndsWith('.'));

        Assert.Empty(nameless.Where(described => !described.Name.StartsWith("__", StringComparison.Ordinal)).Select(described => described.Name));
    }

    [Fact]
    public void Every_field_says_which_scope_it_takes()
    {
        var schema = HubSchema.Build();

        var fields = schema.Types.OfType<FieldedType>()
            .SelectMany(type => type.Fields.Select(field => (Type: type, Field: field)))
            .Where(f => !FieldRules.IsIntrospection(f.Type, f.Field))
            .Select(f => (Name: $"{f.Type}.{f.Field.Name}", Rule: schema.Rules!.Find(f.Type, f.Field)))
            .ToList();

        Assert.True(fields.Count > 200, $"Only {fields.Count} fields were found.");
        Assert.Empty(fields.Where(f => f.Rule is null).Select(f => f.Name));
        Assert.Empty(fields.SelectMany(f => f.Rule!.Scopes).Distinct().Except(ScopeNames.All));
    }

    [Fact]
    public void Personal_data_will_take_a_scope_of_its_own()
    {
        var (rules, personal) = (HubSchema.Build().Rules!, new FieldRule("dashboard.pii"));

        Assert.True(rules.Allow(DashboardHub.Caller(1, Scopes.DashboardRead | Scopes.DashboardPii), personal));
        Assert.False(rules.Allow(DashboardHub.Caller(1, Scopes.DashboardRead | Scopes.RegistryAdmin), personal));
        Assert.False(rules.Allow(null, personal));
        Assert.False(rules.Allow(DashboardHub.Caller(1, Scopes.DashboardRead), new("dashboard.reed")));
        Assert.False(rules.Allow(DashboardHub.Caller(1, Scopes.DashboardRead), null));
    }

    private static IEnumerable<(string Name, string? Description)> Descriptions(NamedType type)
    {
        yield return (type.Name, type.Description);
        if (type is FieldedType fielded)
        {
            foreach (var field in fielded.Fields)
            {
                yield return ($"{type}.{field.Name}", field.Description);
                foreach (var argument in field.Arguments)
                    yield return ($"{type}.{field.Name}({argument.Name})", argument.Description);
            }
        }
        else if (type is EnumType values)
        {
            foreach (var value in values.Values)
                yield return ($"{type}.{value.Name}", value.Description);
        }
        else if (type is InputObjectType input)
        {
            foreach (var field in input.Fields)
                yield return ($"{type}.{field.Name}", field.Description);
        }
    }
}
