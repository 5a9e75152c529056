using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Federation;

/// <summary>One way to name an object of a type.</summary>
/// <param name="Fields">The fields of the key in the notation of federation.</param>
/// <param name="Paths">The names that lead to each value of a representation, in the order of the key's columns.</param>
/// <param name="Source">The type, and the columns the values are compared with.</param>
public sealed record EntityKey(string Fields, IReadOnlyList<IReadOnlyList<string>> Paths, NodeSource Source);

/// <summary>A type that other subgraphs refer to by a key.</summary>
/// <param name="TypeName">Name of the type.</param>
/// <param name="Keys">Its keys, in the order they are tried.</param>
public sealed record FederatedType(string TypeName, IReadOnlyList<EntityKey> Keys);

/// <summary><c>_entities</c>: objects of other subgraphs' references, in the order they are given.</summary>
public sealed class EntitiesBinding : FieldBinding
{
    /// <summary>How many representations at most.</summary>
    public required int Most { get; init; }

    /// <summary>What can be referred to.</summary>
    public required IReadOnlyList<FederatedType> Types { get; init; }
}
