namespace Hub.GraphQL.Validation;

/// <summary>A stack that can be looked into. Looking below the bottom gives the default value.</summary>
internal sealed class Pile<T>
{
    private T[] _items = new T[16];

    public int Count { get; private set; }

    public T? Top => Peek(0);

    /// <summary>The item so many places below the top.</summary>
    public T? Peek(int below) => below < Count ? _items[Count - 1 - below] : default;

    public void Push(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    public T Pop()
    {
        var item = _items[--Count];
        _items[Count] = default!;
        return item;
    }
}
