using System.Buffers;
using System.Text;

namespace Hub.GraphQL.Planning;

/// <summary>
/// What a request's arguments come down to: bytes that tell every difference the plan depends on, and the parameters it does
/// not depend on. Two requests with equal bytes share a plan.
/// </summary>
internal sealed class Shape
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);
    private readonly List<Parameter> _parameters = [];

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>The parameters so far.</summary>
    public List<Parameter> Parameters => _parameters;

    /// <summary>Notes a number the plan depends on.</summary>
    public void Note(int value)
    {
        var span = _bytes.GetSpan(5);
        var written = 0;
        for (var rest = (uint)value; ; rest >>= 7)
        {
            span[written++] = (byte)(rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80)
                break;
        }

        _bytes.Advance(written);
    }

    /// <summary>Adds a parameter and returns its number.</summary>
    public int Add(Parameter value)
    {
        _parameters.Add(value);
        return _parameters.Count - 1;
    }

    /// <summary>A number that tells this part of the shape and its parameters from others (FNV-1a); it need not be secret.</summary>
    public long Fingerprint(string start, int fromByte, int fromParameter)
    {
        var hash = new Fnv();
        hash.Add(Encoding.UTF8.GetBytes(start));
        hash.Add(Bytes[fromByte..]);
        for (var i = fromParameter; i < _parameters.Count; i++)
        {
            var parameter = _parameters[i];
            hash.Add((long)parameter.Kind);
            hash.Add(parameter.Integer);
            if (parameter.Kind == ParameterKind.Text)
                hash.Add(Encoding.UTF8.GetBytes(parameter.Text));
            else if (parameter.Kind == ParameterKind.Guid)
                hash.Add(parameter.Guid.ToByteArray());
        }

        return hash.Value;
    }

    private struct Fnv()
    {
        private ulong _hash = 14695981039346656037;

        public readonly long Value => unchecked((long)_hash);

        public void Add(ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes)
                _hash = unchecked((_hash ^ b) * 1099511628211);
            Add(bytes.Length);
        }

        public void Add(long value)
        {
            for (var i = 0; i < 8; i++)
                _hash = unchecked((_hash ^ (byte)(value >> (8 * i))) * 1099511628211);
        }
    }
}
