using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>A string or number in the JSON of the variables.</summary>
internal readonly record struct JsonLeaf(int Start, int Length, bool IsText, bool IsEscaped);

/// <summary>
/// The form of a request's variables without their values: names, lists, nulls and Booleans as a key, texts and numbers as leaves with a
/// number each. Requests of one form differ in their leaves alone. It takes no memory but what the caller lends.
/// </summary>
internal ref struct VariableSkeleton
{
    /// <summary>Bytes before the form, for whoever looks it up.</summary>
    public const int PrefixLength = 9;

    /// <summary>How long a key is at most; a longer form is not told.</summary>
    public const int MostBytes = 640;

    /// <summary>How many leaves there are at most.</summary>
    public const int MostLeaves = 64;

    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = int.MaxValue };
    private readonly ReadOnlySpan<byte> _json;
    private readonly Span<byte> _key;
    private readonly Span<JsonLeaf> _leaves;
    private int _length = PrefixLength;
    private int _count;

    /// <param name="json">The variables, an object; empty when there are none.</param>
    /// <param name="key">Room for the form.</param>
    /// <param name="leaves">Room for the leaves.</param>
    public VariableSkeleton(ReadOnlySpan<byte> json, Span<byte> key, Span<JsonLeaf> leaves)
    {
        _key = key;
        _leaves = leaves;
        IsWhole = key.Length > PrefixLength;
        if (json.IsEmpty)
            return;
        _json = json;
        var reader = new Utf8JsonReader(_json, Options);
        while (IsWhole && reader.Read())
            Add(ref reader);
    }

    /// <summary>False when there is too much of it, or it was not asked for.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The prefix and the form.</summary>
    public readonly Span<byte> Key => _key[.._length];

    /// <summary>The number of the first leaf in a part of the variables.</summary>
    public readonly int FirstLeafOf(JsonElement part)
    {
        _json.Overlaps(JsonMarshal.GetRawUtf8Value(part), out var start);
        var number = 0;
        while (number < _count && _leaves[number].Start < start)
            number++;
        return number;
    }

    /// <summary>Coerces a leaf; false when it cannot be, or not this way.</summary>
    public readonly bool TryRead(LeafPlace place, out LeafValue value)
    {
        var leaf = _leaves[place.Number];
        var bytes = _json.Slice(leaf.Start, leaf.Length);
        value = default;
        switch (place.Type)
        {
            case EnumType values:
                value = new(leaf.IsText && !leaf.IsEscaped ? values.Values.Find(bytes[1..^1]) : null, 0);
                return value.Reference is not null;
            case ScalarType { WholeNumbers: var (least, most) } when !leaf.IsText
                && Utf8Parser.TryParse(bytes, out long number, out var used) && used == bytes.Length && number >= least && number <= most:
                value = new(null, number);
                return true;
            case ScalarType scalar when Text(leaf, bytes) is { } text:
                var coerced = scalar.ParseValue(leaf.IsText ? InputLiteral.String(text) : JsonInput.Number(text));
                value = new(coerced.Value, 0);
                return coerced is { IsValid: true, Value: not null };
            default:
                return false;
        }
    }

    /// <summary>The text of a leaf; null when it holds what is no text.</summary>
    private static string? Text(JsonLeaf leaf, ReadOnlySpan<byte> bytes)
    {
        if (!leaf.IsEscaped)
            return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(leaf.IsText ? bytes[1..^1] : bytes) : null;
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair; the long way words it.
            return null;
        }
    }

    private void Add(ref Utf8JsonReader reader)
    {
        var name = reader.TokenType == JsonTokenType.PropertyName ? reader.ValueSpan : [];
        var isText = reader.TokenType == JsonTokenType.String;
        var isLeaf = isText || reader.TokenType == JsonTokenType.Number;
        if (_length + name.Length + 5 > _key.Length || (isLeaf && _count == _leaves.Length))
        {
            IsWhole = false;
            return;
        }

        _key[_length++] = (byte)reader.TokenType;
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            _key[_length++] = (byte)name.Length;
            _key[_length++] = (byte)(name.Length >> 8);
            name.CopyTo(_key[_length..]);
            _length += name.Length;
        }

        if (isLeaf)
            _leaves[_count++] = new((int)reader.TokenStartIndex, reader.ValueSpan.Length + (isText ? 2 : 0), isText, reader.ValueIsEscaped);
    }
}

/// <summary>A coerced leaf: a whole number, or what <see cref="Reference"/> holds.</summary>
internal readonly record struct LeafValue(object? Reference, long Integer);
