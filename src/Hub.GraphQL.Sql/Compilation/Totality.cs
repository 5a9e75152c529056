using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>
/// Whether a compiled operation is total: no null can come where none may stand, so nothing that was written is ever taken back. What the EF Core model
/// says of columns and references is believed; where the database holds something else after all, the response breaks off.
/// </summary>
internal static class Totality
{
    public static bool IsTotal(CompiledObject node) =>
        node.Fields.All(IsTotal) && (node.Choice is null || node.Choice.Objects.All(IsTotal));

    private static bool IsTotal(CompiledField field) => field switch
    {
        // A number of double precision may be infinite, which JSON cannot hold.
        CompiledColumn column => !column.Site.IsNonNull || (!column.MayBeNull && column.Type.Kind != ValueKind.Double),
        CompiledReference reference => (!reference.Site.IsNonNull || reference.IsAlwaysThere) && IsTotal(reference.Node),
        CompiledConnection connection => connection.Parts.All(IsTotal),
        CompiledLookup lookup => !lookup.Site.IsNonNull && IsTotal(lookup.Node),
        CompiledNodes nodes => !nodes.Site.IsNonNull && nodes.Sources.All(source => IsTotal(source.Node)),
        CompiledInner inner => IsTotal(inner.Node),
        CompiledGroupList list => IsTotal(list.Group),
        CompiledText or CompiledHasMore => true,
        CompiledStatic { Output: TypeNameOutput } => true,

        // Computed values, introspection, figures and constants: only where null may stand.
        _ => !field.Site.IsNonNull && field is not CompiledStatic,
    };

    private static bool IsTotal(CompiledPart part) => part switch
    {
        CompiledList list => (list.Edge is null || list.Edge.All(IsTotal)) && (list.Node is null || IsTotal(list.Node)),
        CompiledNode node => IsTotal(node.Node),
        CompiledPageInfo info => info.Parts.All(IsTotal),
        CompiledGroups groups => groups.Groups.All(IsTotal),
        CompiledFailure failure => !failure.Site.IsNonNull,
        _ => true,
    };

    private static bool IsTotal(CompiledAggregate aggregate) => aggregate.Objects.All(IsTotal) && aggregate.Rollups.All(IsTotal);
}
