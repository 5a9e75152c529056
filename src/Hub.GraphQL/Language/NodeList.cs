namespace Hub.GraphQL.Language;

/// <summary>What lets <see cref="NodeList{T}"/> pick the children of one role.</summary>
public interface INode<TSelf>
    where TSelf : struct, INode<TSelf>
{
    /// <summary>True for the kinds of node the struct can read.</summary>
    static abstract bool Reads(NodeKind kind);

    /// <summary>The struct over one node.</summary>
    static abstract TSelf At(Document document, int index);
}

/// <summary>A node that carries a name.</summary>
public interface INamedNode
{
    /// <summary>Number of the name in the document.</summary>
    int NameId { get; }

    /// <summary>Place of the node in the tree.</summary>
    int Index { get; }
}

/// <summary>The children of one node that play one role, in the order of the text. Enumerating allocates nothing.</summary>
public readonly struct NodeList<T>(Document document, int parent)
    where T : struct, INode<T>
{
    /// <summary>How many there are. Counts them.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in this)
                count++;
            return count;
        }
    }

    /// <summary>True where there is none.</summary>
    public bool IsEmpty => !GetEnumerator().MoveNext();

    /// <summary>The first one; there must be one.</summary>
    public T First
    {
        get
        {
            var enumerator = GetEnumerator();
            return enumerator.MoveNext() ? enumerator.Current : throw new InvalidOperationException("The list is empty.");
        }
    }

    /// <summary>Walks the list.</summary>
    public Enumerator GetEnumerator() => new(document, parent);

    /// <summary>Walks a list.</summary>
    public struct Enumerator
    {
        private readonly Document _document;
        private readonly int _end;
        private int _next;
        private int _current;

        internal Enumerator(Document document, int parent)
        {
            _document = document;
            _next = parent + 1;
            _end = document is null ? 0 : document[parent].Next;
        }

        /// <summary>The node reached.</summary>
        public readonly T Current => T.At(_document, _current);

        /// <summary>Goes to the next node; false at the end.</summary>
        public bool MoveNext()
        {
            while (_next < _end)
            {
                _current = _next;
                ref readonly var node = ref _document[_next];
                _next = node.Next;
                if (T.Reads(node.Kind))
                    return true;
            }

            return false;
        }
    }
}
