using System.Text.Json;
using System.Text.RegularExpressions;

namespace PartnerSync;

/// <summary>Reads the steps of a mapping file: a name, or an object of one name and its settings.</summary>
/// <param name="folder">Folder that names of other files start from.</param>
internal sealed class StepReader(string folder)
{
    public Step Read(MapNode node)
    {
        if (node.IsText)
            return Plain(node, node.Text(), default);
        if (node.Members().ToList() is not [var step])
            throw node.Wrong("must be a step's name, or an object of one step");
        return Plain(step, step.Name, step);
    }

    private Step Plain(MapNode at, string name, MapNode settings) => name switch
    {
        "trim" => TextStep.Trim,
        "html" => TextStep.Html,
        "lower" => TextStep.Lower,
        "upper" => TextStep.Upper,
        "unquote" => TextStep.Unquote,
        "url" => ReadUrl(settings),
        "number" => ReadNumber(settings),
        _ when settings.Path is null => throw at.Wrong($"there is no step '{name}' without settings"),
        "split" => new SplitStep(settings.Text()),
        "default" => new DefaultStep(settings.Scalar()),
        "replace" => ReadReplace(settings),
        "enum" => new EnumStep(settings.Members().ToDictionary(m => m.Name, m => m.Scalar())),
        "money" => ReadMoney(settings),
        "date" => ReadDate(settings),
        "areas" => ReadAreas(settings),
        _ => throw at.Wrong($"there is no step '{name}'"),
    };

    private static UrlStep ReadUrl(MapNode settings)
    {
        if (settings.Path is null)
            return new(false, null);
        settings.AllowOnly("keep_query", "scheme");
        return new(
            settings.Has("keep_query") && settings["keep_query"].Truth(),
            settings.Has("scheme") ? settings["scheme"].Text() : null);
    }

    private static NumberStep ReadNumber(MapNode settings)
    {
        if (settings.Path is null)
            return new(null, 0, long.MaxValue);
        settings.AllowOnly("group", "least", "most");
        return new(Group(settings), Least(settings), settings.Has("most") ? settings["most"].Number() : long.MaxValue);
    }

    private static MoneyStep ReadMoney(MapNode settings)
    {
        settings.AllowOnly("currency", "currency_column", "group", "least");
        if (settings.Has("currency") == settings.Has("currency_column"))
            throw settings.Wrong("needs either a currency or a currency_column");
        return new(
            settings.Has("currency") ? settings["currency"].Text() : null,
            settings.Has("currency_column") ? settings["currency_column"].Text() : null,
            Group(settings),
            Least(settings));
    }

    private static ReplaceStep ReadReplace(MapNode settings)
    {
        settings.AllowOnly("pattern", "with");
        try
        {
            return new(settings["pattern"].Text(), settings["with"].Text());
        }
        catch (RegexParseException exception)
        {
            throw settings.Wrong(exception.Message);
        }
    }

    private static DateStep ReadDate(MapNode settings)
    {
        settings.AllowOnly("formats", "zone");
        var zone = settings.Has("zone") ? settings["zone"].Text() : "UTC";
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? new([.. settings["formats"].Items().Select(format => format.Text())], found)
            : throw settings["zone"].Wrong($"there is no time zone '{zone}'");
    }

    private AreasStep ReadAreas(MapNode settings)
    {
        settings.AllowOnly("aliases", "nowhere");
        var aliases = settings.Has("aliases") ? ReadAliases(settings["aliases"]) : [];
        var nowhere = settings.Has("nowhere") ? settings["nowhere"].Items().Select(name => name.Text()) : [];
        return new(AreaNames.Bundled, aliases, nowhere);
    }

    /// <summary>A table, or the name of a file that holds one.</summary>
    private Dictionary<string, string[]> ReadAliases(MapNode node)
    {
        if (!node.IsText)
            return Aliases(node);

        var path = Path.Combine(folder, node.Text());
        if (!File.Exists(path))
            throw node.Wrong($"there is no file '{path}'");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return Aliases(new(document.RootElement, node.Text()));
    }

    private static Dictionary<string, string[]> Aliases(MapNode table)
    {
        var aliases = new Dictionary<string, string[]>();
        foreach (var alias in table.Members())
        {
            var codes = alias.IsText ? [alias.Text()] : alias.Items().Select(code => code.Text()).ToArray();
            aliases[alias.Name] = Array.Find(codes, code => !AreaNames.Bundled.IsCode(code)) is { } unknown
                ? throw alias.Wrong($"'{unknown}' is no code of a province or regency")
                : codes;
        }

        return aliases;
    }

    private static string? Group(MapNode settings) => settings.Has("group") ? settings["group"].Text() : null;

    private static long Least(MapNode settings) => settings.Has("least") ? settings["least"].Number() : 0;
}
