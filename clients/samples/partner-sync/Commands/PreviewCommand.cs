using System.CommandLine;
using Google.Protobuf;

namespace PartnerSync;

/// <summary><c>partner-sync preview</c>: prints what a map makes of the first rows; needs no hub.</summary>
internal sealed class PreviewCommand(TextWriter output)
{
    private readonly InputOptions _input = new();
    private readonly Option<int> _take = new("--take") { Description = "Rows to show.", DefaultValueFactory = _ => 3 };

    public Command Create()
    {
        var command = new Command("preview", "Prints the items that a map makes of a file's first rows, as JSON.") { _take };
        _input.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var input = _input.Read(parsed);
        input.Check();
        var json = new JsonFormatter(JsonFormatter.Settings.Default.WithIndentation().WithPreserveProtoFieldNames(true));
        foreach (var item in input.Items().Take(parsed.GetValue(_take)))
            output.WriteLine(json.Format(item));
        return ExitCodes.Done;
    }
}
