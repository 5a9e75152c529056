using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Sample;

public enum ShipKind
{
    Ferry = 1,
    DeepSeaTug = 2,
}

public sealed class Ship
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public required ShipKind Kind { get; init; }

    public int? Mass { get; init; }

    public Ship? Escort { get; set; }

    public ICollection<Ship> Convoy { get; } = [];
}

/// <summary>A small schema over objects, for tests that need an operation to run.</summary>
internal sealed class Harbour
{
    public Harbour(EngineOptions? options = null)
    {
        Ship tug = new() { Id = 1, Name = "Tug", Kind = ShipKind.DeepSeaTug, Mass = 300 };
        Ship ferry = new() { Id = 2, Name = "Ferry", Kind = ShipKind.Ferry, Escort = tug };
        Ship ghost = new() { Id = 3, Name = "Ghost", Kind = (ShipKind)9, Escort = tug };
        tug.Convoy.Add(ferry);
        tug.Convoy.Add(ghost);
        Ship[] ships = [tug, ferry, ghost];
        Schema = Build();
        Engine = new(Schema, new ObjectExecutor(_ => ships), options);
    }

    public Schema Schema { get; }

    public GraphQLEngine Engine { get; }

    public async Task<string> Run(string query, object? variables = null, string? operationName = null)
    {
        using var response = await Engine.ExecuteAsync(
            new()
            {
                Query = Encoding.UTF8.GetBytes(query),
                OperationName = operationName,
                Variables = variables is JsonElement json ? json : variables is null ? default : JsonSerializer.SerializeToElement(variables),
            },
            TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(response.Body.Span);
    }

    private static Schema Build() => new SchemaBuilder("A harbour.")
        .Enum<ShipKind>("ShipKind", "What a ship does.", kind => kind.Value(ShipKind.Ferry, "Carries.").Value(ShipKind.DeepSeaTug, "Pulls."))
        .Type<Ship>("Ship", "A ship.", ship => ship
            .Id(s => s.Id)
            .Field("name", s => s.Name, "Its name.")
            .Field("kind", s => s.Kind, "What it does.")
            .Field("mass", s => s.Mass, "Tonnes; null when nobody weighed it.")
            .Field("weighed", s => s.Mass, "Tonnes, which everybody claims to know.", f => f.Nullable(false))
            .Field("escort", s => s.Escort, "The ship that leads it; null when none does.")
            .Connection("convoy", s => s.Convoy, "The ships it leads.")
            .Field("boat", s => s.Name, "Its name.", f => f.NotFiltered().NotOrdered().Deprecated("Use name.")))
        .Connection<Ship>("ships", "All ships.", c => c.PageSize(standard: 2, most: 10))
        .Lookup<Ship>("ship", "The ship of an id.", s => s.Id, "id", "Its id.")
        .Build();
}
