using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>Reads <c>first</c>, <c>after</c>, <c>last</c> and <c>before</c>.</summary>
internal sealed class PageReader(ConnectionBinding connection, FieldSite site, Shape shape)
{
    public PagePlan Read(CoercedInputs arguments, IReadOnlyList<OrderTerm> order, int scopeSlot)
    {
        var (givenFirst, givenLast) = (arguments.Raw("first"), arguments.Raw("last"));
        var (first, last) = (VariableLeaf.Peek(givenFirst) as int?, VariableLeaf.Peek(givenLast) as int?);
        if (first is not null && last is not null)
            throw new PlanRefusedException("PAGE_AMBIGUOUS", $"\"{site.ResponseName}\" is given both \"first\" and \"last\". Give one of them.", site);

        var count = first is { } fromStart ? Checked("first", fromStart)
            : last is { } fromEnd ? Checked("last", fromEnd)
            : connection.StandardPage;
        shape.Note(last is null ? 0 : 1);
        var limit = shape.AddSize(givenFirst ?? givenLast, count);
        return new(last is not null, limit, ReadCursor("after", arguments, order, scopeSlot), ReadCursor("before", arguments, order, scopeSlot));
    }

    private int Checked(string argument, int count)
    {
        if (count < 0)
            throw new PlanRefusedException("PAGE_NEGATIVE", $"\"{site.ResponseName}\" is given a negative \"{argument}\".", site);
        return count <= connection.MostPage ? count : throw new PlanRefusedException(
            "PAGE_TOO_LARGE",
            $"\"{site.ResponseName}\" is asked for {count} nodes, at most {connection.MostPage} are given at once. " +
                $"Use {argument}: {connection.MostPage} and go on with cursors.",
            site);
    }

    private CursorPlan? ReadCursor(string argument, CoercedInputs arguments, IReadOnlyList<OrderTerm> order, int scopeSlot)
    {
        var given = arguments.Raw(argument);
        shape.Note(given is null ? 0 : 1);
        if (VariableLeaf.Peek(given) is not string cursor)
            return null;
        var values = CursorWriter.Read(cursor, shape.Parameters[scopeSlot].Integer, order) ?? throw new PlanRefusedException(
            "CURSOR_INVALID",
            $"The cursor given as \"{argument}\" is not one of \"{site.ResponseName}\" under this filter and order. "
            + "Leave it out to begin with the first page.",
            site);

        var slots = new int[values.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            var isNull = values[i].Kind == ParameterKind.Null;
            shape.Note(isNull ? 0 : 1);
            slots[i] = isNull ? -1 : shape.Add(values[i]);
        }

        var place = (given as VariableLeaf)?.ForParameter();
        if (place is not null || shape.Varies(scopeSlot))
            shape.Bind(new CursorStep(scopeSlot, place, place is null ? cursor : null, order, slots));
        return new(slots);
    }
}
