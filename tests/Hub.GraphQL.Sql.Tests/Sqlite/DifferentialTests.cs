using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>The compiler is right when a plan over SQL answers byte for byte what the same plan answers over objects.</summary>
public sealed class DifferentialTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_operations_answer_the_same_over_objects_and_over_sql(int seed)
    {
        using var library = new LibraryFixture(seed);
        var generator = new OperationGenerator(library.Schema, library.Data, new(seed));

        var (answered, grouped) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var operation = generator.Operation();
            var caller = (i % 3) switch { 0 => null, 1 => new Reader(1 + (i % 20), false), _ => new Reader(0, true) };
            var expected = await library.RunObjects(operation, caller: caller);
            var actual = await library.RunSql(operation, caller: caller);

            Assert.True(expected == actual, $"{operation}\n\nobjects: {expected}\n\nSQL:     {actual}");
            answered += expected.Contains("\"data\":", StringComparison.Ordinal) ? 1 : 0;
            grouped += expected.Contains("\"key\":{\"k", StringComparison.Ordinal) ? 1 : 0;
        }

        // Agreement says nothing where everything is refused or empty.
        Assert.True(answered > 350 && grouped > 50, $"{answered} of the operations were answered, {grouped} had groups.");
    }
}
