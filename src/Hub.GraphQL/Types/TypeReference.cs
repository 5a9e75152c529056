namespace Hub.GraphQL.Types;

/// <summary>
/// The type of a field, argument or input field: a name, possibly wrapped in lists and non-null marks.
/// The name is bound to its type once, when the schema that holds the reference is built.
/// </summary>
public sealed class TypeReference
{
    private enum Wrapper
    {
        None,
        List,
        NonNull,
    }

    private readonly Wrapper _wrapper;
    private NamedType? _type;

    private TypeReference(Wrapper wrapper, string name, TypeReference? inner)
    {
        _wrapper = wrapper;
        Name = name;
        OfType = inner;
    }

    /// <summary>The innermost name.</summary>
    public string Name { get; }

    /// <summary>What a list or non-null mark wraps; null for a bare name.</summary>
    public TypeReference? OfType { get; }

    /// <summary>True when the outermost wrapper is a list.</summary>
    public bool IsList => _wrapper == Wrapper.List;

    /// <summary>True when the outermost wrapper is a non-null mark.</summary>
    public bool IsNonNull => _wrapper == Wrapper.NonNull;

    /// <summary>True when nothing is wrapped.</summary>
    public bool IsNamed => _wrapper == Wrapper.None;

    /// <summary>The same type without an outer non-null mark.</summary>
    public TypeReference Nullable => IsNonNull ? OfType! : this;

    /// <summary>The innermost type. Only after the schema was built.</summary>
    public NamedType Type => _type ?? OfType?.Type
        ?? throw new InvalidOperationException($"The type \"{Name}\" is not bound to a schema yet.");

    /// <summary>A bare name.</summary>
    public static TypeReference Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(Wrapper.None, name, null);
    }

    /// <summary>A bare name that is already bound.</summary>
    public static TypeReference To(NamedType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new(Wrapper.None, type.Name, null) { _type = type };
    }

    /// <summary>A list of this.</summary>
    public TypeReference List() => new(Wrapper.List, Name, this);

    /// <summary>This, never null.</summary>
    public TypeReference NonNull() => IsNonNull ? this : new(Wrapper.NonNull, Name, this);

    /// <summary>Reads the notation of the language, such as <c>[Int!]!</c>, without white space.</summary>
    public static TypeReference Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text[^1] == '!')
            return Parse(text[..^1]).NonNull();
        return text[0] == '[' && text[^1] == ']' ? Parse(text[1..^1]).List() : Named(text);
    }

    /// <inheritdoc />
    public override string ToString() => _wrapper switch
    {
        Wrapper.List => $"[{OfType}]",
        Wrapper.NonNull => $"{OfType}!",
        _ => Name,
    };

    /// <summary>Structural equality: same name, same wrappers.</summary>
    public bool Matches(TypeReference other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_wrapper != other._wrapper)
            return false;
        return IsNamed ? Name == other.Name : OfType!.Matches(other.OfType!);
    }

    internal TypeReference Innermost => OfType?.Innermost ?? this;

    internal void Bind(NamedType type)
    {
        var innermost = Innermost;
        if (innermost._type is { } bound && !ReferenceEquals(bound, type))
            throw new InvalidOperationException($"The reference to \"{Name}\" belongs to another schema already.");
        innermost._type = type;
    }
}
