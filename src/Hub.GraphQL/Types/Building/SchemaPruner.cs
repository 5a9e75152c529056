using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Drops the types nothing refers to.</summary>
internal sealed class SchemaPruner(Schema schema)
{
    private readonly HashSet<NamedType> _reached = [];

    public Schema Prune(
        IReadOnlyList<NamedType> types, ObjectType query, ObjectType? subscription, string description,
        IReadOnlyList<CallerValue> callerValues, IReadOnlyList<DirectiveDefinition> directives, FieldRules? rules)
    {
        Reach(query);
        if (subscription is not null)
            Reach(subscription);
        return new(types.Where(_reached.Contains), query.Name, subscription: subscription?.Name, description: description, directives: directives)
        {
            CallerValues = callerValues,
            Rules = rules,
        };
    }

    private void Reach(NamedType type)
    {
        if (!_reached.Add(type))
            return;
        switch (type)
        {
            case UnionType union:
                foreach (var member in union.Members)
                    Reach(member);
                break;
            case FieldedType fielded:
                foreach (var implemented in fielded.Interfaces)
                    Reach(implemented);
                foreach (var implementing in schema.PossibleTypes(type))
                    Reach(implementing);
                foreach (var field in fielded.Fields)
                {
                    Reach(field.Type.Type);
                    foreach (var argument in field.Arguments)
                        Reach(argument.Type.Type);
                }

                break;
            case InputObjectType input:
                foreach (var field in input.Fields)
                    Reach(field.Type.Type);
                break;
        }
    }
}
