using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Hub.Access.V1;
using Hub.Api.Access;
using Hub.Catalogue.V1;
using Hub.Data.Clients;
using AccessRule = Hub.Api.Access.AccessRule;
using Declared = Hub.Access.V1.AccessRule;

namespace Hub.Api.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly AccessRules Rules = new(Files);

    /// <summary>Every file of the contracts.</summary>
    internal static IReadOnlyList<FileDescriptor> Files =>
    [
        .. from type in typeof(CatalogueSyncService).Assembly.GetTypes()
            let file = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as FileDescriptor
            where file is not null
            select file,
    ];

    /// <summary>Every method of every service of the contracts, as a call names it.</summary>
    internal static IReadOnlyList<(string Name, MethodDescriptor Method)> Methods { get; } =
        [.. Files.SelectMany(f => f.Services).SelectMany(s => s.Methods).Select(m => (AccessRules.NameOf(m), m))];

    [Fact]
    public void Every_method_has_a_rule()
    {
        var without = Methods.Select(m => m.Name).Where(name => Rules.Find(name) is null);

        Assert.True(Methods.Count >= 20, $"Only {Methods.Count} methods were found.");
        Assert.Empty(without);
    }

    [Fact]
    public void Only_health_and_reflection_are_open()
    {
        var open = Methods.Select(m => m.Name).Where(name => Rules.Find(name)!.IsOpen);

        Assert.All(open, name => Assert.StartsWith("/grpc.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_is_what_the_contract_says()
    {
        Assert.Equal(AccessRule.Open, Read(new() { Open = true }));
        Assert.Equal(AccessRule.AnyToken, Read(new() { AnyToken = true, Rows = Rows.Shared }));
        Assert.Equal(AccessRule.Needs(Scopes.RegistryAdmin), Read(new() { AnyOf = { "registry.admin" }, Rows = Rows.All }));
        Assert.Equal(AccessRule.Needs(Scopes.FeedRead | Scopes.MoneyWrite), Read(new() { Rows = Rows.Own, AnyOf = { "money.write", "feed.read" } }));
    }

    [Fact]
    public void A_method_that_says_nothing_has_no_rule()
    {
        Assert.Null(Read(null));
        Assert.Null(Rules.Find("/hub.catalogue.v1.CatalogueSyncService/Nothing"));
    }

    [Fact]
    public void A_rule_that_is_not_whole_or_says_two_things_is_an_error()
    {
        Declared[] wrong =
        [
            new() { Rows = Rows.Own },
            new() { Open = true, AnyToken = true, Rows = Rows.Shared },
            new() { AnyToken = true, AnyOf = { "feed.read" }, Rows = Rows.Shared },
            new() { AnyOf = { "feed.write" }, Rows = Rows.Shared },
            new() { AnyOf = { "feed.read" } },
            new() { AnyToken = true },
            new() { AnyOf = { "feed.read" }, Rows = Rows.All },
            new() { AnyToken = true, Rows = Rows.All },
        ];

        Assert.All(wrong, rule => Assert.Contains(
            "test.v1.TestService.Tell", Assert.Throws<InvalidOperationException>(() => Read(rule)).Message, StringComparison.Ordinal));
    }

    private static AccessRule? Read(Declared? rule)
    {
        var method = new MethodDescriptorProto { Name = "Tell", InputType = ".hub.access.v1.AccessRule", OutputType = ".hub.access.v1.AccessRule" };
        if (rule is not null)
        {
            method.Options = new();
            method.Options.SetExtension(AccessExtensions.Access, rule);
        }

        var file = new FileDescriptorProto
        {
            Name = "test.proto",
            Package = "test.v1",
            Syntax = "proto3",
            Dependency = { AccessReflection.Descriptor.Name },
            Service = { new ServiceDescriptorProto { Name = "TestService", Method = { method } } },
        };
        IEnumerable<ByteString> files =
            [DescriptorReflection.Descriptor.SerializedData, AccessReflection.Descriptor.SerializedData, file.ToByteString()];
        var built = FileDescriptor.BuildFromByteStrings(files, new() { AccessExtensions.Access });
        return new AccessRules([built[^1]]).Find("/test.v1.TestService/Tell");
    }
}
