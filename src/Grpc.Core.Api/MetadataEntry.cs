using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its value, either text or bytes.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>A binary entry; the key must end in <c>-bin</c>.</summary>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);

            Key = Normalize(key);
            if (!IsBinary)
                throw new ArgumentException($"A binary value needs a key that ends in \"{BinaryHeaderSuffix}\".", nameof(key));

            _bytes = valueBytes.AsSpan().ToArray();
        }

        /// <summary>A text entry; the key must not end in <c>-bin</c>.</summary>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);

            Key = Normalize(key);
            if (IsBinary)
                throw new ArgumentException($"A key that ends in \"{BinaryHeaderSuffix}\" needs a binary value.", nameof(key));

            _text = value;
        }

        /// <summary>The key, in lower case.</summary>
        public string Key { get; }

        /// <summary>True when the value is bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>A copy of the bytes, or the text as ASCII.</summary>
        public byte[] ValueBytes => _bytes is { } bytes ? bytes.AsSpan().ToArray() : Encoding.ASCII.GetBytes(_text!);

        /// <summary>The text. A binary entry has none and throws.</summary>
        public string Value => _text ?? throw new InvalidOperationException($"The value of \"{Key}\" is binary.");

        /// <inheritdoc />
        public override string ToString() => _bytes is { } bytes
            ? $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(bytes)}]"
            : $"[Entry: key={Key}, value={_text}]";

        // gRPC over HTTP/2, "Custom-Metadata": header names are lower case letters, digits, "_", "-" and ".".
        private static string Normalize(string key)
        {
            ArgumentNullException.ThrowIfNull(key);

            var lower = key.ToLowerInvariant();
            if (lower.Length == 0 || lower.AsSpan().ContainsAnyExcept(KeyCharacters))
            {
                throw new ArgumentException(
                    $"\"{key}\" is not a key: only letters, digits, \"_\", \"-\" and \".\" may stand in one.", nameof(key));
            }

            return lower;
        }
    }
}
