namespace Hub.GraphQL.Planning;

/// <summary>Reads figures, groups or facets.</summary>
internal delegate ConnectionField ReadAggregate(CollectedField field, ConnectionPart part);

/// <summary>Reads what is selected of a connection.</summary>
internal static class ConnectionSelection
{
    public static bool WritesCursors(CollectedObject selection) => selection.Fields.Any(field => PartOf(field) switch
    {
        ConnectionPart.Cursor or ConnectionPart.StartCursor or ConnectionPart.EndCursor => true,
        ConnectionPart.Edges or ConnectionPart.PageInfo => WritesCursors(field.Selection!),
        _ => false,
    });

    public static ConnectionPlan Build(CollectedObject selection, Func<CollectedObject, ObjectPlan> walkNode, ReadAggregate readAggregate)
    {
        var fields = Fields(selection, walkNode, readAggregate);
        var parts = fields.OfType<PageInfoField>().SelectMany(info => info.Parts).OfType<ConnectionLeaf>().Select(leaf => leaf.Part).ToHashSet();
        return new()
        {
            Fields = fields,
            NeedsRows = parts.Count > 0 || fields.Any(field => field is EdgesField or NodeField),
            NeedsTotalCount = fields.Any(field => field is ConnectionLeaf { Part: ConnectionPart.TotalCount }),
            NeedsHasNext = parts.Contains(ConnectionPart.HasNextPage),
            NeedsHasPrevious = parts.Contains(ConnectionPart.HasPreviousPage),
            NeedsEndCursors = parts.Contains(ConnectionPart.StartCursor) || parts.Contains(ConnectionPart.EndCursor),
        };
    }

    private static ConnectionField[] Fields(CollectedObject selection, Func<CollectedObject, ObjectPlan> walkNode, ReadAggregate readAggregate) =>
        [.. selection.Fields.Select(field => FieldOf(selection, field, walkNode, readAggregate))];

    private static ConnectionField FieldOf(
        CollectedObject owner, CollectedField field, Func<CollectedObject, ObjectPlan> walkNode, ReadAggregate readAggregate) =>
        PartOf(field) switch
        {
            null => new ConnectionTypeName(field.Site, owner.Type.Name),
            ConnectionPart.Edges => new EdgesField(field.Site, Fields(field.Selection!, walkNode, readAggregate)),
            ConnectionPart.Nodes or ConnectionPart.Node => new NodeField(field.Site, walkNode(field.Selection!)),
            ConnectionPart.PageInfo => new PageInfoField(field.Site, Fields(field.Selection!, walkNode, readAggregate)),
            { } part and (ConnectionPart.Aggregate or ConnectionPart.GroupBy or ConnectionPart.Facets) => readAggregate(field, part),
            { } part => new ConnectionLeaf(field.Site, part),
        };

    /// <summary>The part a field shows; null for <c>__typename</c>.</summary>
    private static ConnectionPart? PartOf(CollectedField field) => (field.Site.Field.Binding as ConnectionPartBinding)?.Part;
}
