using System.CommandLine;

namespace PartnerSync;

/// <summary>The options that say what to read and how to map it.</summary>
internal sealed class InputOptions
{
    private readonly Option<FileInfo> _file = new("--file") { Description = "Rows to send: .csv or .jsonl, plain or .gz.", Required = true };
    private readonly Option<FileInfo> _map = new("--map") { Description = "Mapping of columns to fields.", Required = true };
    private readonly Option<long?> _revision = new("--revision") { Description = "Revision of every row; wins over the mapping." };
    private readonly Option<string[]> _where = new("--where")
    {
        Description = "Takes only rows whose column holds a value; may be given several times.",
        HelpName = "column=value",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_map);
        command.Options.Add(_revision);
        command.Options.Add(_where);
    }

    /// <param name="parsed">The command.</param>
    /// <param name="isEpoch">True sends no revisions.</param>
    public MappedInput Read(ParseResult parsed, bool isEpoch = false)
    {
        var file = parsed.GetValue(_file)!;
        var map = parsed.GetValue(_map)!;
        foreach (var needed in new[] { file, map })
        {
            if (!needed.Exists)
                throw new InvalidDataException($"There is no file '{needed.FullName}'.");
        }

        var revision = parsed.GetValue(_revision);
        if (isEpoch && revision is not null)
            throw new InvalidDataException("With --epoch the hub counts; leave --revision out.");
        return new(file.FullName, map.FullName, isEpoch ? 0 : revision, parsed.GetValue(_where)!);
    }
}
