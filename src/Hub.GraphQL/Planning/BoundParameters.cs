using System.Collections;

namespace Hub.GraphQL.Planning;

/// <summary>A request's parameters: those that every request of a recipe shares, and its own.</summary>
/// <param name="shared">All of them, as the first request had them.</param>
/// <param name="places">For each parameter its place in <paramref name="own"/>, or -1 when it is shared.</param>
/// <param name="own">This request's.</param>
internal sealed class BoundParameters(Parameter[] shared, int[] places, Parameter[] own) : IReadOnlyList<Parameter>
{
    /// <summary>True when a page has another size than the plan was priced with.</summary>
    public bool HasOtherSizes { get; set; }

    public int Count => shared.Length;

    public Parameter this[int index]
    {
        get => places[index] is >= 0 and var place ? own[place] : shared[index];
        set => own[places[index]] = value;
    }

    public IEnumerator<Parameter> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
