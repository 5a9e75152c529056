using System.Text;
using System.Text.Json;
using Hub.GraphQL.Language;

namespace Hub.GraphQL.Tests.Corpus;

/// <summary>Errors as one text, so that message, locations and order are compared together.</summary>
internal static class CorpusErrors
{
    public static string Recorded(JsonElement errors)
    {
        var text = new StringBuilder();
        foreach (var error in errors.EnumerateArray())
            text.AppendLine(RecordedOne(error));
        return text.ToString();
    }

    public static string RecordedOne(JsonElement error)
    {
        var locations = error.GetProperty("locations").EnumerateArray()
            .Select(location => $"{location.GetProperty("line").GetInt32()}:{location.GetProperty("column").GetInt32()}");
        return $"{error.GetProperty("message").GetString()} @ {string.Join(' ', locations)}";
    }

    public static string Ours(IEnumerable<GraphQLError> errors)
    {
        var text = new StringBuilder();
        foreach (var error in errors)
            text.AppendLine(OursOne(error));
        return text.ToString();
    }

    public static string OursOne(GraphQLError error) =>
        $"{error.Message} @ {string.Join(' ', error.Locations.Select(location => $"{location.Line}:{location.Column}"))}";
}
