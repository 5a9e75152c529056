using System.Text;

namespace Hub.GraphQL.Planning;

/// <summary>
/// What a cursor is bound to, as a number (FNV-1a over list, shape of filter and order, and their parameters); it need not be secret.
/// </summary>
internal readonly struct CursorScope
{
    private readonly ulong _start;
    private readonly int _from;
    private readonly int _end;

    /// <param name="coordinate">The list.</param>
    /// <param name="shape">The shape of its filter and order.</param>
    /// <param name="from">The first of their parameters.</param>
    /// <param name="end">The one behind the last.</param>
    public CursorScope(string coordinate, ReadOnlySpan<byte> shape, int from, int end)
    {
        _start = Add(AddText(14695981039346656037, coordinate), shape);
        _from = from;
        _end = end;
    }

    /// <summary>The number with the parameters of a request.</summary>
    public long Over(IReadOnlyList<Parameter> parameters)
    {
        var hash = _start;
        Span<byte> guid = stackalloc byte[16];
        for (var i = _from; i < _end; i++)
        {
            var parameter = parameters[i];
            hash = Add(Add(hash, (long)parameter.Kind), parameter.Integer);
            if (parameter.Kind == ParameterKind.Text)
                hash = AddText(hash, parameter.Text);
            else if (parameter.Kind == ParameterKind.Guid && parameter.Guid.TryWriteBytes(guid))
                hash = Add(hash, guid);
        }

        return unchecked((long)hash);
    }

    private static ulong AddText(ulong hash, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= 512 ? stackalloc byte[most] : new byte[most];
        return Add(hash, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            hash = unchecked((hash ^ b) * 1099511628211);
        return Add(hash, bytes.Length);
    }

    private static ulong Add(ulong hash, long value)
    {
        for (var i = 0; i < 8; i++)
            hash = unchecked((hash ^ (byte)(value >> (8 * i))) * 1099511628211);
        return hash;
    }
}
