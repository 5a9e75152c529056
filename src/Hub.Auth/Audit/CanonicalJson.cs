using System.Globalization;
using System.Text;

namespace Hub.Auth.Audit;

/// <summary>Writes an entry the one way it can be written (RFC 8785): members in order of their names, no spaces, fewest escapes.</summary>
internal static class CanonicalJson
{
    // An entry is told in one line; what is longer came from outside and says no more by its length.
    private const int MostLetters = 512;

    public static byte[] Write(AuditEvent entry, DateTimeOffset at)
    {
        var text = new StringBuilder("{");
        Add(text, "address", entry.Address);
        Add(text, "at", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Add(text, "by", entry.By);
        Add(text, "client", entry.Client);
        if (entry.Count is { } count)
            AddName(text, "count").Append(count.ToString(CultureInfo.InvariantCulture));
        Add(text, "detail", entry.Detail);
        Add(text, "event", entry.Name);
        Add(text, "first_jti", entry.FirstTokenId);
        Add(text, "last_jti", entry.LastTokenId);
        Add(text, "method", entry.Method);
        Add(text, "participant", entry.Participant);
        Add(text, "reason", entry.Reason);
        Add(text, "subject", entry.Subject);
        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is null)
            return;

        AddName(text, name).Append('"');
        for (var i = 0; i < value.Length && i < MostLetters; i++)
            AddLetter(text, value[i]);
        text.Append('"');
    }

    private static StringBuilder AddName(StringBuilder text, string name) =>
        text.Append(text.Length == 1 ? "" : ",").Append('"').Append(name).Append("\":");

    private static void AddLetter(StringBuilder text, char letter)
    {
        switch (letter)
        {
            case '"' or '\\':
                text.Append('\\').Append(letter);
                break;

            // Half of a pair is no text, and a control character can change what a terminal shows.
            case var c when char.IsControl(c) || char.IsSurrogate(c):
                text.Append('?');
                break;
            default:
                text.Append(letter);
                break;
        }
    }
}
