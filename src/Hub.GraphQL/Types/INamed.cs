namespace Hub.GraphQL.Types;

/// <summary>What <see cref="NameTable{T}"/> can hold.</summary>
public interface INamed
{
    /// <summary>The name, ASCII as the language demands (GraphQL 2.1.9).</summary>
    string Name { get; }
}
