namespace Hub.GraphQL.Types;

/// <summary>A type that a schema knows by name.</summary>
public abstract class NamedType : INamed
{
    private protected NamedType(TypeKind kind, string name, string? description)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Kind = kind;
        Name = name;
        Description = description;
    }

    /// <summary>What the type is.</summary>
    public TypeKind Kind { get; }

    /// <summary>Its name, unique in the schema.</summary>
    public string Name { get; }

    /// <summary>What it stands for; null when the schema does not say.</summary>
    public string? Description { get; }

    /// <summary>Scalars, enums and input objects: may be given.</summary>
    public bool IsInput => Kind is TypeKind.Scalar or TypeKind.Enum or TypeKind.InputObject;

    /// <summary>Everything but input objects: may be returned.</summary>
    public bool IsOutput => Kind is not TypeKind.InputObject;

    /// <summary>Scalars and enums: have no selection set.</summary>
    public bool IsLeaf => Kind is TypeKind.Scalar or TypeKind.Enum;

    /// <summary>Objects, interfaces and unions: need a selection set.</summary>
    public bool IsComposite => Kind is TypeKind.Object or TypeKind.Interface or TypeKind.Union;

    /// <summary>Interfaces and unions: stand for one of several objects.</summary>
    public bool IsAbstract => Kind is TypeKind.Interface or TypeKind.Union;

    /// <inheritdoc />
    public override string ToString() => Name;
}
