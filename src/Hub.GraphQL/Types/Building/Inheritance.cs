namespace Hub.GraphQL.Types.Building;

/// <summary>
/// Works out what drafts take from each other once all are known: types take over the fields of their interfaces, interfaces and
/// unions stand for the rows of their types, and everything with an id is a node.
/// </summary>
internal sealed class Inheritance(List<TypeDraft> types, string nodeInterface)
{
    public void Resolve()
    {
        foreach (var draft in types.Where(draft => draft.Kind == DraftKind.Object))
        {
            for (var i = draft.Interfaces.Count - 1; i >= 0; i--)
                TakeOver(draft, Interface(draft, draft.Interfaces[i]));
        }

        if (types.Exists(draft => draft.Name == nodeInterface))
        {
            foreach (var draft in types.Where(draft => draft.IsOverEntity && draft.Fields.Exists(field => field.Name == "id")))
                draft.Interfaces.Add(nodeInterface);
        }

        foreach (var draft in types.Where(draft => draft.Kind == DraftKind.Interface && draft.IsOverEntity))
            StandFor(draft, [.. types.Where(type => type.Kind == DraftKind.Object && type.Interfaces.Contains(draft.Name))]);
        foreach (var draft in types.Where(draft => draft.Kind == DraftKind.Union))
            ResolveUnion(draft);
    }

    private TypeDraft Interface(TypeDraft draft, string name)
    {
        var found = types.Find(type => type.Kind == DraftKind.Interface && type.Name == name)
            ?? throw new InvalidOperationException($"\"{draft.Name}\" implements \"{name}\", which is no interface.");
        return found.Entity.ClrType == draft.Entity.ClrType
            ? found
            : throw new InvalidOperationException($"\"{draft.Name}\" implements \"{name}\", which stands on another entity.");
    }

    private static void TakeOver(TypeDraft draft, TypeDraft from)
    {
        draft.Fields.InsertRange(0, from.Fields);
        draft.Filters.InsertRange(0, from.Filters);
        draft.Orders.InsertRange(0, from.Orders);
        draft.GroupKeys.InsertRange(0, from.GroupKeys);
        draft.EntityKeys.InsertRange(0, from.EntityKeys);
        draft.Rule ??= from.Rule;
        draft.Search ??= from.Search;
        draft.Entity.SuppressBelow = Math.Max(draft.Entity.SuppressBelow, from.Entity.SuppressBelow);
        if (draft.Key.Count == 0)
            draft.Key.AddRange(from.Key);
        draft.Entity.Where = from.Entity.Where.And(draft.Entity.Where);
    }

    private void ResolveUnion(TypeDraft draft)
    {
        TypeDraft[] members =
        [
            .. draft.Members.Select(member => types.Find(type => type.Kind == DraftKind.Object && type.Name == member)
                ?? throw new InvalidOperationException($"\"{member}\" of the union \"{draft.Name}\" is no object type.")),
        ];
        if (members.Length == 0 || members.Any(member => member.Entity.ClrType != members[0].Entity.ClrType))
            return;
        draft.StandOn(members[0].Entity.ClrType);
        draft.Key.AddRange(members[0].Key);
        if (draft.Key.Count == 0)
            draft.Key.AddRange(members[0].Fields.Where(field => field.Name == "id").Select(field => field.Path));
        StandFor(draft, members);
    }

    private static void StandFor(TypeDraft draft, TypeDraft[] members)
    {
        if (members.Length == 0)
            throw new InvalidOperationException($"No type implements \"{draft.Name}\".");
        draft.Entity.StandFor([.. members.Select(member => member.Entity)], draft.IsExhaustive);
    }
}
