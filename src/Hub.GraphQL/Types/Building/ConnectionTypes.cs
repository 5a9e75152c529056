using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Makes the types and fields of Relay connections.</summary>
internal static class ConnectionTypes
{
    public static Field Field(
        string owner,
        string name,
        string description,
        MemberPath? path,
        ConnectionDraft draft,
        TypeDraft target,
        IReadOnlyList<OrderTerm> defaultOrder) => new()
        {
            Name = name,
            Type = TypeReference.Named($"{target.Name}Connection").NonNull(),
            Description = description,
            DeprecationReason = draft.DeprecationReason,
            Arguments = Arguments(target, draft),
            Binding = new ConnectionBinding
            {
                Path = path,
                Target = target.Entity,
                Where = draft.Where,
                DefaultOrder = IsSearch(draft, target) && defaultOrder.Count == 0 ? [OrderTerm.Of(new RelevanceColumn(target.Entity.Search!), false)] : defaultOrder,
                SearchArgument = draft.SearchArgument ?? "search",
                StandardPage = draft.StandardPage,
                MostPage = draft.MostPage,
                Coordinate = $"{owner}.{name}",
            },
        };

    public static IEnumerable<NamedType> Of(string node, IEnumerable<Field> figures)
    {
        yield return new ObjectType($"{node}Connection", $"A page of {node} objects.",
        [
            Part("edges", $"[{node}Edge!]!", "The page's nodes, each with its cursor.", ConnectionPart.Edges),
            Part("nodes", $"[{node}!]!", "The page's nodes.", ConnectionPart.Nodes),
            Part("pageInfo", "PageInfo!", "What lies before and behind the page.", ConnectionPart.PageInfo),
            Part("totalCount", "Int!", "How many nodes there are on all pages; counted only when selected.", ConnectionPart.TotalCount),
            .. figures,
        ]);
        yield return new ObjectType($"{node}Edge", $"A {node} at its place in a page.",
        [
            Part("node", $"{node}!", "The node.", ConnectionPart.Node),
            Part("cursor", "String!", "Opaque place of the node, for `after` and `before` under the same filter and order.", ConnectionPart.Cursor),
        ]);
    }

    public static ObjectType PageInfo() => new("PageInfo", "What lies before and behind a page.",
    [
        Part("hasNextPage", "Boolean!", "Whether nodes follow the page.", ConnectionPart.HasNextPage),
        Part("hasPreviousPage", "Boolean!", "Whether nodes precede the page.", ConnectionPart.HasPreviousPage),
        Part("startCursor", "String", "Cursor of the page's first node; null when the page is empty.", ConnectionPart.StartCursor),
        Part("endCursor", "String", "Cursor of the page's last node; null when the page is empty.", ConnectionPart.EndCursor),
    ]);

    private static bool IsSearch(ConnectionDraft draft, TypeDraft node) => draft.SearchArgument is not null && (node.Search is not null
        ? true
        : throw new InvalidOperationException($"\"{node.Name}\" is to be searched, but does not say what of it."));

    private static NameTable<InputValue> Arguments(TypeDraft node, ConnectionDraft draft) => new(
    [
        .. IsSearch(draft, node) ? [Argument(draft.SearchArgument!, "String!", $"What to search for. {Searching}")] : Array.Empty<InputValue>(),
        Argument(
            "first",
            "Int",
            $"How many nodes from the start, {draft.MostPage} at most; {draft.StandardPage} when neither `first` nor `last` is given."),
        Argument("after", "String", "Only nodes behind this cursor."),
        Argument("last", "Int", $"How many nodes from the end, {draft.MostPage} at most."),
        Argument("before", "String", "Only nodes before this cursor."),
        .. node.Search is not null && draft.SearchArgument is null
            ? [Argument("search", "String", $"Only nodes with these words. {Searching}")]
            : Array.Empty<InputValue>(),
        .. node.Kind == DraftKind.Union ? [] : WhereAndOrder(node.Name),
    ]);

    /// <summary>A union has no fields to filter or order by.</summary>
    private static InputValue[] WhereAndOrder(string node) =>
    [
        Argument("where", $"{node}Filter", "Only nodes that satisfy this condition."),
        Argument("orderBy", $"[{node}Order!]", "The order, most important first; it always ends in the row's own key."),
    ];

    private const string Searching =
        "Every word must be there, in any case and with or without accents; words in quotes stand together; the last word may be the start of one.";

    private static InputValue Argument(string name, string type, string description) =>
        new() { Name = name, Type = TypeReference.Parse(type), Description = description };

    private static Field Part(string name, string type, string description, ConnectionPart part) =>
        new() { Name = name, Type = TypeReference.Parse(type), Description = description, Binding = new ConnectionPartBinding(part) };
}
