using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Grpc.Core.Api.Tests.Resolution;

/// <summary>Reads what assembly files offer to others: visible types and members.</summary>
internal sealed class DefinitionReader : IDisposable
{
    private readonly List<PEReader> _files = [];
    private readonly HashSet<string> _types = [];
    private readonly HashSet<MemberName> _members = [];

    public DefinitionReader(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var file = new PEReader(File.OpenRead(path));
            _files.Add(file);
            Read(file.GetMetadataReader());
        }
    }

    public bool HasType(string name) => _types.Contains(name);

    public bool HasMember(MemberName member) => _members.Contains(member);

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void Read(MetadataReader reader)
    {
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (!IsVisible(type.Attributes))
                continue;

            var name = SignatureText.Name(reader, handle);
            _types.Add(name);
            _members.UnionWith(type.GetMethods()
                .Select(reader.GetMethodDefinition)
                .Where(method => IsVisible(method.Attributes))
                .Select(method => new MemberName(
                    name, reader.GetString(method.Name), SignatureText.Of(method.DecodeSignature(SignatureText.Instance, null)))));
            _members.UnionWith(type.GetFields()
                .Select(reader.GetFieldDefinition)
                .Where(field => IsVisible(field.Attributes))
                .Select(field => new MemberName(name, reader.GetString(field.Name), field.DecodeSignature(SignatureText.Instance, null))));
        }
    }

    private static bool IsVisible(TypeAttributes attributes) => (attributes & TypeAttributes.VisibilityMask)
        is TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem;

    private static bool IsVisible(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask)
        is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask)
        is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;
}
