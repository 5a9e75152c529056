using System.Text.Json;

namespace Hub.GraphQL.Execution;

/// <summary>Lists of texts that a column holds as JSON.</summary>
public static class TextList
{
    /// <summary>
    /// Writes the list. It is read and written anew rather than copied, so that the answer holds texts only, spelled as every
    /// other text. False, and nothing written, when the column holds anything else.
    /// </summary>
    public static bool TryWrite(ReadOnlySpan<byte> stored, JsonBuffer json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var start = json.Length;
        if (TryCopy(stored, json))
            return true;
        json.Truncate(start);
        return false;
    }

    private static bool TryCopy(ReadOnlySpan<byte> stored, JsonBuffer json)
    {
        try
        {
            var reader = new Utf8JsonReader(stored);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return false;
            json.Raw((byte)'[');
            for (var i = 0; reader.Read() && reader.TokenType == JsonTokenType.String; i++)
            {
                if (i > 0)
                    json.Raw((byte)',');
                if (reader.ValueIsEscaped)
                    json.Text(reader.GetString());
                else
                    json.Text(reader.ValueSpan);
            }

            json.Raw((byte)']');
            return reader.TokenType == JsonTokenType.EndArray && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // An escape names half of a surrogate pair.
            return false;
        }
    }
}
