using System.Text.Json;

namespace Hub.GraphQL.Execution;

/// <summary>How many values variables hold, counted no further than it matters.</summary>
internal static class VariableSize
{
    /// <summary>True when there are more values than that, those inside lists and objects counted.</summary>
    public static bool IsMoreThan(JsonElement variables, int most) => Count(variables, most) < 0;

    /// <summary>How many more values there may be; below 0 when there are too many. The reader of the request bounds the depth.</summary>
    private static int Count(JsonElement value, int left)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                left -= value.GetArrayLength();
                if (left < 0)
                    return left;
                foreach (var item in value.EnumerateArray())
                {
                    if ((left = Count(item, left)) < 0)
                        return left;
                }

                return left;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if ((left = Count(member.Value, left - 1)) < 0)
                        return left;
                }

                return left;
            default:
                return left;
        }
    }
}
