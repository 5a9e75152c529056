using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Grpc.Core.Api.Tests.Resolution;

/// <summary>A member that one file expects of another.</summary>
internal sealed record MemberName(string Type, string Name, string Signature);

/// <summary>Reads what an assembly file references.</summary>
internal sealed class ReferenceReader : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    public ReferenceReader(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
        MemberTokens = [.. _reader.MemberReferences.Select(handle => MetadataTokens.GetToken(handle))];
    }

    /// <summary>Every member reference in the file, by token.</summary>
    public IReadOnlyList<int> MemberTokens { get; }

    /// <summary>Everything that is referenced in the assemblies of these names.</summary>
    public (IReadOnlyList<string> Types, IReadOnlyList<MemberName> Members) Into(IEnumerable<string> assemblies)
    {
        var names = assemblies.ToHashSet();
        var types = _reader.TypeReferences
            .Where(handle => names.Contains(AssemblyOf(handle)))
            .Select(handle => SignatureText.Name(_reader, handle))
            .ToList();
        var members = _reader.MemberReferences
            .Select(_reader.GetMemberReference)
            .Where(member => names.Contains(AssemblyOf(member.Parent)))
            .Select(member => new MemberName(TypeOf(member.Parent), _reader.GetString(member.Name), Signature(member)))
            .ToList();

        return (types, members);
    }

    public void Dispose() => _file.Dispose();

    private static string Signature(MemberReference member) => member.GetKind() == MemberReferenceKind.Method
        ? SignatureText.Of(member.DecodeMethodSignature(SignatureText.Instance, null))
        : member.DecodeFieldSignature(SignatureText.Instance, null);

    private string AssemblyOf(EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeReference => AssemblyOf((TypeReferenceHandle)type),
        HandleKind.TypeSpecification when GenericDefinition((TypeSpecificationHandle)type) is { IsNil: false } definition =>
            AssemblyOf(definition),
        _ => "",
    };

    private string AssemblyOf(TypeReferenceHandle handle)
    {
        var scope = _reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference => _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            HandleKind.TypeReference => AssemblyOf((TypeReferenceHandle)scope),
            _ => "",
        };
    }

    private string TypeOf(EntityHandle type) => type.Kind == HandleKind.TypeReference
        ? SignatureText.Name(_reader, (TypeReferenceHandle)type)
        : SignatureText.Name(_reader, (TypeReferenceHandle)GenericDefinition((TypeSpecificationHandle)type));

    // ECMA-335, II.23.2.14: GENERICINST, then CLASS or VALUETYPE, then the coded token of the generic type.
    private EntityHandle GenericDefinition(TypeSpecificationHandle handle)
    {
        var blob = _reader.GetBlobReader(_reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return default;

        _ = blob.ReadByte();
        return blob.ReadTypeHandle() is { Kind: HandleKind.TypeReference } definition ? definition : default;
    }
}
