using System.Text.Json;
using Google.Protobuf.Reflection;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>Reads mapping files. Whatever it does not know, it refuses with the place in the file.</summary>
internal sealed class MapReader
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string[] Kinds = ["course", "course_run", "gig", "vacancy"];

    private readonly StepReader _steps;

    private MapReader(string folder) => _steps = new(folder);

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="InvalidDataException">The file holds something that is no mapping.</exception>
    public static CatalogueMap Read(string path) => Read(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <param name="json">The mapping.</param>
    /// <param name="folder">Folder that names of other files start from.</param>
    public static CatalogueMap Read(string json, string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return new MapReader(folder).ReadMap(new(document.RootElement, "map"));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The mapping is no JSON: {exception.Message}", exception);
        }
    }

    private CatalogueMap ReadMap(MapNode map)
    {
        map.AllowOnly("kind", "id", "revision", "fields", "drop", "withdrawn", "about");
        var kind = map["kind"].Text();
        if (!Kinds.Contains(kind))
            throw map["kind"].Wrong($"must be one of {string.Join(", ", Kinds)}");

        var descriptor = Item.Descriptor.FindFieldByName(kind);
        return new()
        {
            Kind = descriptor,
            Id = ReadRule(map["id"], null),
            Revision = map.Has("revision") ? ReadRevision(map["revision"]) : new(null, null),
            Fields = [.. map["fields"].Members().Select(field => ReadField(field, descriptor.MessageType))],
            Drop = map.Has("drop") ? map["drop"].Items().Select(column => column.Text()).ToHashSet() : [],
            Withdrawn = map.Has("withdrawn") ? ReadWithdrawn(map["withdrawn"]) : null,
        };
    }

    private FieldRule ReadField(MapNode field, MessageDescriptor message)
    {
        FieldTarget target;
        try
        {
            target = FieldTarget.Find(message, field.Name);
        }
        catch (InvalidDataException exception)
        {
            throw field.Wrong(exception.Message);
        }

        return ReadRule(field, target);
    }

    /// <summary>A rule is a column's name, or an object that says more.</summary>
    private FieldRule ReadRule(MapNode rule, FieldTarget? target)
    {
        if (rule.IsText)
            return new(rule.Text(), null, target, [], Keep.WhenChanged);

        rule.AllowOnly("column", "constant", "steps", "keep");
        if (rule.Has("column") == rule.Has("constant"))
            throw rule.Wrong("needs either a column or a constant");

        return new(
            rule.Has("column") ? rule["column"].Text() : null,
            rule.Has("constant") ? rule["constant"].Scalar() : null,
            target,
            rule.Has("steps") ? [.. rule["steps"].Items().Select(_steps.Read)] : [],
            rule.Has("keep") ? ReadKeep(rule["keep"]) : Keep.WhenChanged);
    }

    private RevisionRule ReadRevision(MapNode revision)
    {
        if (revision.IsText && revision.Text() == "argument")
            return new(null, null);
        if (!revision.IsText && revision.Has("file_name"))
        {
            revision.AllowOnly("file_name");
            return new(null, revision["file_name"].Text());
        }

        return new(ReadRule(revision, null), null);
    }

    private static WithdrawnRule ReadWithdrawn(MapNode node)
    {
        node.AllowOnly("column", "values");
        return new(node["column"].Text(), node["values"].Items().Select(value => value.Text()).ToHashSet());
    }

    private static Keep ReadKeep(MapNode node) => node.Text() switch
    {
        "when_changed" => Keep.WhenChanged,
        "always" => Keep.Always,
        "never" => Keep.Never,
        _ => throw node.Wrong("must be when_changed, always or never"),
    };
}
