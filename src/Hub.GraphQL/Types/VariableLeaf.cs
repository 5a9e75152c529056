using System.Collections;

namespace Hub.GraphQL.Types;

/// <summary>Where a scalar or enum value stands among a request's variables, and what it must be.</summary>
internal readonly record struct LeafPlace(int Number, NamedType Type);

/// <summary>
/// A scalar or enum value of a request's variables, on its way into a plan. It notes what becomes of it: a value that only fills a
/// parameter may differ in the next request; one that was looked at decides what the plan is.
/// </summary>
internal sealed class VariableLeaf(int number, NamedType type, object value)
{
    /// <summary>The number of a value that is no single one, such as an object that a scalar takes whole.</summary>
    public const int NoPlace = -1;

    /// <summary>The value, for a parameter only.</summary>
    public object Value => value;

    /// <summary>Its number among the variables, and its type.</summary>
    public LeafPlace Place => new(number, type);

    /// <summary>True when something but a parameter depends on the value.</summary>
    public bool IsDecisive { get; private set; }

    /// <summary>True when a parameter is made of the value.</summary>
    public bool IsParameter { get; private set; }

    /// <summary>The place, for the parameter that is made of the value.</summary>
    public LeafPlace ForParameter()
    {
        IsParameter = true;
        return Place;
    }

    /// <summary>The value itself, from whatever holds it; from then on it is decisive.</summary>
    public static object? Read(object? given)
    {
        if (given is not VariableLeaf leaf)
            return given;
        leaf.IsDecisive = true;
        return leaf.Value;
    }

    /// <summary>The value itself, for a parameter only.</summary>
    public static object? Peek(object? given) => given is VariableLeaf leaf ? leaf.Value : given;
}

/// <summary>A coerced list that holds values of variables.</summary>
internal sealed class LeafList(object?[] items) : IReadOnlyList<object?>
{
    public int Count => items.Length;

    public object? this[int index] => VariableLeaf.Read(items[index]);

    /// <summary>The item as it is, also of an ordinary list.</summary>
    public static object? Raw(IReadOnlyList<object?> list, int index) => list is LeafList leaves ? leaves.Raw(index) : list[index];

    public IEnumerator<object?> GetEnumerator() => items.Select(VariableLeaf.Read).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object? Raw(int index) => items[index];
}
