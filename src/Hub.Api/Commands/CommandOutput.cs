using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Api.Commands;

/// <summary>Says what a command did: to people in lines, to programs as one JSON object on standard output.</summary>
internal sealed class CommandOutput(TextWriter output, TextWriter error)
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    // Names are read by people: letters beyond ASCII stay letters. The text goes to a terminal or a program, never into HTML.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the result and returns the exit code.</summary>
    public int Write(CommandResult result, bool asJson)
    {
        switch (result)
        {
            case CommandResult.Done done:
                output.WriteLine(asJson ? done.Json.ToJsonString(Readable) : done.Text);
                return Success;
            case CommandResult.Failed failed:
                output.WriteLine(asJson ? failed.Json.ToJsonString(Readable) : failed.Text);
                return Failure;
            case CommandResult.Refused refused:
                WriteRefusal(refused, asJson);
                return Failure;
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result, "There is no such result.");
        }
    }

    /// <summary>Writes that the command line cannot be understood, and returns the exit code.</summary>
    public int WriteUsage(string field, string message, bool asJson)
    {
        WriteRefusal(new("USAGE", field, message, $"Run: {field} --help"), asJson);
        return Usage;
    }

    private void WriteRefusal(CommandResult.Refused refused, bool asJson)
    {
        if (!asJson)
        {
            error.WriteLine(refused.Field is { } field ? $"error: {field}: {refused.Message}" : $"error: {refused.Message}");
            error.WriteLine($"fix: {refused.Fix}");
            return;
        }

        var told = new JsonObject
        {
            ["reason"] = refused.Reason,
            ["field"] = refused.Field,
            ["message"] = refused.Message,
            ["fix"] = refused.Fix,
        };
        output.WriteLine(new JsonObject { ["error"] = told }.ToJsonString(Readable));
    }
}
