using System.Globalization;
using Hub.GraphQL.Sql.Tests.Library;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>
/// The compiler is right when a plan over SQL answers byte for byte what the same plan answers over objects, with no more
/// statements than levels and parents allow. HUB_TEST_SEED explores other cases than the usual ones.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int CasesOfASeed = 2_500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_operations_answer_the_same_over_objects_and_over_sql(int seed)
    {
        if (Environment.GetEnvironmentVariable("HUB_TEST_SEED") is { Length: > 0 } other)
            seed += 4 * int.Parse(other, CultureInfo.InvariantCulture);
        using var library = new LibraryFixture(seed);
        var random = new Random(seed);
        var generator = new OperationGenerator(library.Schema, library.Data, random);

        var (cases, answered, grouped, onwards) = (0, 0, 0, 0);
        while (cases < CasesOfASeed)
        {
            var operation = generator.Operation();
            var answer = await Compare(operation, operation.Text);
            if (operation.Onwards(answer, random) is { } next)
            {
                await Compare(operation, next);
                onwards++;
            }
        }

        // Agreement says nothing where everything is refused or empty.
        output.WriteLine($"{cases} operations with seed {seed}: {answered} answered, {grouped} with groups, {onwards} from a cursor.");
        Assert.True(
            answered > cases * 0.85 && grouped > cases * 0.1 && onwards > cases * 0.1,
            $"{answered} of {cases} operations were answered, {grouped} had groups, {onwards} went on from a cursor.");

        async Task<string> Compare(GeneratedOperation operation, string text)
        {
            var caller = (cases % 3) switch { 0 => null, 1 => new Reader(1 + (cases % 20), false), _ => new Reader(0, true) };
            library.Statements.Clear();
            var expected = await library.RunObjects(text, caller: caller);
            var actual = await library.RunSql(text, caller: caller);

            Assert.True(expected == actual, $"{text}\n\nobjects: {expected}\n\nSQL:     {actual}");
            var texts = library.Statements.DistinctBy(s => s.Text).Count();
            Assert.True(texts <= operation.MostTexts, $"{text}\n\n{texts} texts, {operation.MostTexts} allowed\n\n{Texts()}");

            // A null that reaches further up takes lists out of the answer that were run before.
            if (!actual.Contains("\"errors\":", StringComparison.Ordinal))
            {
                var most = operation.MostExecutions(actual);
                Assert.True(library.Statements.Count <= most, $"{text}\n\n{library.Statements.Count} runs, {most} allowed\n\n{Texts()}\n\n{actual}");
            }

            cases++;
            answered += expected.Contains("\"data\":", StringComparison.Ordinal) ? 1 : 0;
            grouped += expected.Contains("\"key\":{\"k", StringComparison.Ordinal) ? 1 : 0;
            return actual;

            string Texts() => string.Join('\n', library.Statements.GroupBy(s => s.Text).Select(s => $"{s.Count()} x {s.Key}"));
        }
    }
}
