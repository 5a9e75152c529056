namespace Hub.GraphQL.Validation;

/// <summary>The names seen in one scope after the other. Beginning a scope costs nothing.</summary>
internal sealed class NameScope(int nameCount)
{
    private readonly int[] _scopes = new int[nameCount];
    private readonly int[] _nodes = new int[nameCount];
    private int _scope;

    public void Begin() => _scope++;

    /// <summary>The node a name was first seen with in this scope; notes the given node and returns -1 where it was not seen yet.</summary>
    public int SeenWith(int nameId, int node)
    {
        if (_scopes[nameId] == _scope)
            return _nodes[nameId];

        _scopes[nameId] = _scope;
        _nodes[nameId] = node;
        return -1;
    }

    /// <summary>True when the name was seen in this scope.</summary>
    public bool Contains(int nameId) => _scopes[nameId] == _scope;
}
