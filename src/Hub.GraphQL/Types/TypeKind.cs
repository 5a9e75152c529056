namespace Hub.GraphQL.Types;

/// <summary>What a named type is (GraphQL 3.4); wrappers are told by <see cref="TypeReference"/>.</summary>
public enum TypeKind
{
    /// <summary>A leaf with its own coercion.</summary>
    Scalar,

    /// <summary>An object with fields.</summary>
    Object,

    /// <summary>Fields that several objects share.</summary>
    Interface,

    /// <summary>One of several objects.</summary>
    Union,

    /// <summary>A leaf with a closed set of names.</summary>
    Enum,

    /// <summary>An object that is given, not returned.</summary>
    InputObject,
}
