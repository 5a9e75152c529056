using System.Linq.Expressions;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Tests.Sample;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Types.Building;

public sealed class PredicateReaderTests
{
    [Fact]
    public void Conditions_become_comparisons_with_constants()
    {
        var least = 5;

        Assert.Equal("Kind Equal 1", Read(s => s.Kind == ShipKind.Ferry));
        Assert.Equal("Mass Greater 5", Read(s => s.Mass > least));
        Assert.Equal("Mass Less 5", Read(s => least > s.Mass));
        Assert.Equal("not Name Equal x", Read(s => s.Name != "x"));
        Assert.Equal("(Kind Equal 1 and Mass null)", Read(s => s.Kind == ShipKind.Ferry && s.Mass == null));
        Assert.Equal("(Kind Equal 1 or not Mass null)", Read(s => s.Kind == ShipKind.Ferry || s.Mass.HasValue));
        Assert.Equal("Escort.Name Equal x", Read(s => s.Escort!.Name == "x"));
    }

    [Fact]
    public void What_no_database_could_answer_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Read(s => s.Name.Length == 1 || s.Name.StartsWith('x')));
        Assert.Throws<ArgumentException>(() => Read(s => s.Mass + 1 == 2));
    }

    private static string Read(Expression<Func<Ship, bool>> condition) => Show(PredicateReader.Read(condition));

    private static string Show(Predicate predicate) => predicate switch
    {
        AllOf all => $"({string.Join(" and ", all.Parts.Select(Show))})",
        AnyOf any => $"({string.Join(" or ", any.Parts.Select(Show))})",
        Negation negation => $"not {Show(negation.Inner)}",
        IsNull isNull => $"{Name(isNull.Column)} null",
        Comparison comparison => $"{Name(comparison.Column)} {comparison.Operator} {comparison.Operand.Constant}",
        _ => throw new InvalidOperationException(),
    };

    private static string Name(Column column) => string.Join('.', column.Path.Steps.Select(step => step.Name));
}
