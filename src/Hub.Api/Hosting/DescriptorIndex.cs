using Google.Protobuf.Reflection;

namespace Hub.Api.Hosting;

/// <summary>Compiled proto files with their imports, found by file name, by full name of what they declare, and by extension.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = new(StringComparer.Ordinal);

    /// <summary>Holds these files and everything they import.</summary>
    public DescriptorIndex(IEnumerable<FileDescriptor> files)
    {
        FileDescriptor[] roots = [.. files];
        foreach (var file in roots)
            Add(file);

        Services =
        [
            .. roots.SelectMany(file => file.Services).Select(service => service.FullName).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Full names of the services in the files given, not those in imports.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>Every file held.</summary>
    public IReadOnlyCollection<FileDescriptor> Files => _files.Values;

    /// <summary>The file of this name; null when it is not held.</summary>
    public FileDescriptor? File(string name) => _files.GetValueOrDefault(name);

    /// <summary>The file that declares this full name; null when none does.</summary>
    public FileDescriptor? FileOf(string symbol) => _symbols.GetValueOrDefault(symbol);

    /// <summary>The file that declares an extension of this message with this number; null when none does.</summary>
    public FileDescriptor? FileOfExtension(string message, int number) => _extensions.GetValueOrDefault(message)?.GetValueOrDefault(number);

    /// <summary>Numbers of the extensions of this message, rising; null when there is no such message.</summary>
    public IReadOnlyList<int>? ExtensionNumbers(string message) => _extensions.GetValueOrDefault(message) is { } numbers
        ? [.. numbers.Keys]
        : null;

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;

        foreach (var import in file.Dependencies)
            Add(import);
        foreach (var message in file.MessageTypes)
            Add(message);
        foreach (var type in file.EnumTypes)
            Add(type);
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
                _symbols[method.FullName] = file;
        }
        foreach (var extension in file.Extensions.UnorderedExtensions)
            AddExtension(extension);
    }

    private void Add(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        _extensions.TryAdd(message.FullName, []);
        foreach (var field in message.Fields.InDeclarationOrder())
            _symbols[field.FullName] = message.File;
        foreach (var oneof in message.Oneofs)
            _symbols[oneof.FullName] = message.File;
        foreach (var nested in message.NestedTypes)
            Add(nested);
        foreach (var type in message.EnumTypes)
            Add(type);
        foreach (var extension in message.Extensions.UnorderedExtensions)
            AddExtension(extension);
    }

    private void Add(EnumDescriptor type)
    {
        _symbols[type.FullName] = type.File;

        // In protobuf a value is named beside its enum, not below it; the runtime's FullName says otherwise.
        var scope = type.FullName[..^type.Name.Length];
        foreach (var value in type.Values)
            _symbols[scope + value.Name] = type.File;
    }

    private void AddExtension(FieldDescriptor extension)
    {
        _symbols[extension.FullName] = extension.File;
        if (!_extensions.TryGetValue(extension.ExtendeeType.FullName, out var numbers))
            _extensions[extension.ExtendeeType.FullName] = numbers = [];
        numbers[extension.FieldNumber] = extension.File;
    }
}
