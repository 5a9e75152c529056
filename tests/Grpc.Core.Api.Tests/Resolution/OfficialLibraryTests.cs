using System.Reflection;
using System.Runtime.CompilerServices;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;

namespace Grpc.Core.Api.Tests.Resolution;

/// <summary>The two official libraries find in the contract assemblies everything they were compiled against.</summary>
public sealed class OfficialLibraryTests
{
    private static readonly Assembly[] Contracts = [typeof(Status).Assembly, typeof(ICompressionProvider).Assembly];

    public static TheoryData<string> Libraries => new("Grpc.AspNetCore.Server", "Grpc.Net.Client");

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_member_reference_resolves(string library)
    {
        using var references = new ReferenceReader(Assembly.Load(library).Location);
        using var offered = new DefinitionReader(Contracts.Select(contract => contract.Location));

        var (types, members) = references.Into(Contracts.Select(contract => contract.GetName().Name!));
        var missing = types.Where(type => !offered.HasType(type))
            .Concat(members.Where(member => !offered.HasMember(member)).Select(member => member.ToString()));

        Assert.True(types.Count > 20, $"Only {types.Count} types of the contracts are referenced.");
        Assert.True(members.Count > 60, $"Only {members.Count} members of the contracts are referenced.");
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_token_resolves_at_run_time(string library)
    {
        var module = Assembly.Load(library).ManifestModule;
        using var references = new ReferenceReader(module.FullyQualifiedName);

        var failures = references.MemberTokens.Select(token => Unresolved(module, token)).OfType<string>();

        Assert.True(references.MemberTokens.Count > 1_000, $"Only {references.MemberTokens.Count} tokens.");
        Assert.Empty(failures);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_type_loads_and_every_plain_method_compiles(string library)
    {
        var types = Assembly.Load(library).GetTypes();
        var methods = types.Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetMembers(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .OfType<MethodBase>()
            .Where(method => !method.IsAbstract && !method.ContainsGenericParameters && method.GetMethodBody() is not null)
            .ToList();

        foreach (var method in methods)
            RuntimeHelpers.PrepareMethod(method.MethodHandle);

        Assert.True(methods.Count > 300, $"Only {methods.Count} methods.");
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_contracts_bear_the_name_the_library_asks_for(string library)
    {
        var asked = Assembly.Load(library).GetReferencedAssemblies()
            .Where(name => Contracts.Any(contract => contract.GetName().Name == name.Name))
            .Select(name => name.FullName);
        var offered = Contracts.Select(contract => contract.GetName().FullName);

        Assert.Equal(offered.Order(), asked.Order());
    }

    // A token in generic code resolves for type arguments that fit it; one of these does.
    private static string? Unresolved(Module module, int token)
    {
        var reason = "";
        foreach (var argument in (Type[])[typeof(object), typeof(MethodConfig)])
        {
            Type[] arguments = [.. Enumerable.Repeat(argument, 8)];
            try
            {
                module.ResolveMember(token, arguments, arguments);
                return null;
            }
            catch (Exception failure)
                when (failure is TypeLoadException or MissingMemberException or BadImageFormatException or ArgumentException)
            {
                reason = failure.Message;
            }
        }

        return $"{token:X8}: {reason}";
    }
}
