using Hub.Api.Participants;

namespace Hub.Api.Commands;

/// <summary>Refuses a word that is none of an enum's names.</summary>
internal static class CodeUnknown
{
    public static CommandResult.Refused Refuse<T>(string field, string given)
        where T : struct, Enum => new("CODE_UNKNOWN", field, $"'{given}' is not known here.", $"Use one of {Codes.List<T>()}.");
}
