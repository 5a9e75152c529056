using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Types.Building;
using Microsoft.EntityFrameworkCore;

namespace Hub.GraphQL.Sql.Tests.Mapping;

/// <summary>A schema that does not fit the model fails with a message that names the property, not with a wrong answer.</summary>
public sealed class SqlModelTests
{
    [Fact]
    public async Task A_column_stored_as_something_else_is_refused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(thing => thing.Field("at", t => t.At, "x"), "at"));

        Assert.Equal("Thing.At is stored as DateTimeOffset, which is no Instant.", refused.Message);
    }

    [Fact]
    public async Task A_property_the_model_ignores_is_refused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(thing => thing.Field("ghost", t => t.Ghost, "x"), "ghost"));

        Assert.Equal("Thing.Ghost is no column of the EF Core model.", refused.Message);
    }

    private static async Task Run(Action<TypeBuilder<Thing>> fields, string field)
    {
        using var db = new ThingContext(new DbContextOptionsBuilder<ThingContext>().UseSqlite("Data Source=:memory:").Options);
        using var pool = new SqliteReadPool(new() { DataSource = ":memory:" });
        var schema = new SchemaBuilder("x").Type<Thing>("Thing", "x", thing => fields(thing.Key(t => t.Id))).Connection<Thing>("things", "x").Build();
        var engine = new GraphQLEngine(schema, new SqliteExecutor(db.Model, pool));
        using var response = await engine.ExecuteAsync(
            new() { Query = System.Text.Encoding.UTF8.GetBytes($"{{ things {{ nodes {{ {field} }} }} }}") }, TestContext.Current.CancellationToken);
    }

    private sealed class Thing
    {
        public long Id { get; init; }

        public DateTimeOffset At { get; init; }

        public string Ghost { get; init; } = "";
    }

    private sealed class ThingContext(DbContextOptions<ThingContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Thing>().Ignore(t => t.Ghost);
    }
}
