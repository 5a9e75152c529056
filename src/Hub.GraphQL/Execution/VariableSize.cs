using System.Text.Json;

namespace Hub.GraphQL.Execution;

/// <summary>How many values variables hold, counted no further than it matters and before anything is made of them.</summary>
internal static class VariableSize
{
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = int.MaxValue };

    /// <summary>True when there are more values than that, those inside lists and objects counted.</summary>
    /// <param name="json">The variables; their reader bounded the depth.</param>
    /// <param name="most">How many there may be.</param>
    public static bool IsMoreThan(ReadOnlySpan<byte> json, int most)
    {
        // A value takes two bytes at least, itself and what parts it from the next.
        if (json.Length <= most)
            return false;
        var reader = new Utf8JsonReader(json, Options);

        // The object around them is none of them.
        var left = most + 1;
        while (left >= 0 && reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject))
                left--;
        }

        return left < 0;
    }
}
