using System.Reflection;
using Google.Protobuf.Reflection;
using Hub.Api.Access;
using Hub.Catalogue.V1;

namespace Hub.Api.Tests.Access;

public sealed class AccessRulesTests
{
    /// <summary>Every method of every service of the contracts, as a call names it.</summary>
    internal static IReadOnlyList<(string Name, MethodDescriptor Method)> Methods { get; } =
    [
        .. from type in typeof(CatalogueSyncService).Assembly.GetTypes()
            let file = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as FileDescriptor
            where file is not null
            from service in file.Services
            from method in service.Methods
            select ($"/{service.FullName}/{method.Name}", method),
    ];

    [Fact]
    public void Every_method_has_a_rule()
    {
        var without = Methods.Select(m => m.Name).Where(name => !AccessRules.ByMethod.ContainsKey(name));

        Assert.True(Methods.Count >= 20, $"Only {Methods.Count} methods were found.");
        Assert.Empty(without);
    }

    [Fact]
    public void Every_rule_has_a_method()
    {
        var known = Methods.Select(m => m.Name).ToHashSet();

        Assert.Empty(AccessRules.ByMethod.Keys.Where(name => !known.Contains(name)));
    }

    [Fact]
    public void Only_health_and_reflection_are_open()
    {
        var open = AccessRules.ByMethod.Where(r => r.Value.IsOpen).Select(r => r.Key);

        Assert.All(open, name => Assert.StartsWith("/grpc.", name, StringComparison.Ordinal));
    }
}
