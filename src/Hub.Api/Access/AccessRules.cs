using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Hub.Access.V1;
using Hub.Data.Clients;
using Declared = Hub.Access.V1.AccessRule;

namespace Hub.Api.Access;

/// <summary>
/// Who may call which gRPC method: what the contracts say of it by <c>hub/access/v1/access.proto</c>. A method without a rule is refused
/// to everyone.
/// </summary>
internal sealed class AccessRules
{
    // The contracts of the gRPC project cannot bear an option of ours.
    private static readonly string[] OpenServices = ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"];

    private readonly FrozenDictionary<string, AccessRule> _byMethod;

    /// <summary>Reads the rules of every method in these files.</summary>
    /// <exception cref="InvalidOperationException">A rule cannot be understood.</exception>
    public AccessRules(IEnumerable<FileDescriptor> files) => _byMethod = files
        .SelectMany(file => file.Services)
        .SelectMany(service => service.Methods)
        .Select(method => (Name: NameOf(method), Rule: Read(method)))
        .Where(method => method.Rule is not null)
        .ToFrozenDictionary(method => method.Name, method => method.Rule!);

    /// <summary>The rule of a method, as a call names it: <c>/package.Service/Method</c>. Null refuses it to everyone.</summary>
    public AccessRule? Find(string method) => _byMethod.GetValueOrDefault(method);

    /// <summary>How a call names a method.</summary>
    public static string NameOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    private static AccessRule? Read(MethodDescriptor method)
    {
        if (OpenServices.Contains(method.Service.FullName))
            return AccessRule.Open;

        return method.GetOptions()?.GetExtension(AccessExtensions.Access) switch
        {
            null => null,
            { Open: true, AnyToken: false, AnyOf.Count: 0 } => AccessRule.Open,
            { Rows: Rows.Unspecified } => throw Wrong(method, "does not say whose rows it is about"),
            { Open: false, AnyToken: true, AnyOf.Count: 0, Rows: not Rows.All } => AccessRule.AnyToken,
            { Open: false, AnyToken: false, AnyOf.Count: > 0 } rule when ReadScopes(method, rule) is var scopes =>
                rule.Rows != Rows.All || scopes == Scopes.RegistryAdmin
                    ? AccessRule.Needs(scopes)
                    : throw Wrong(method, "opens the rows of every participant to others than operators"),
            { AnyToken: true, Rows: Rows.All } => throw Wrong(method, "opens the rows of every participant to others than operators"),
            _ => throw Wrong(method, "must set one of open, any_token and any_of, and sets another number of them"),
        };
    }

    private static InvalidOperationException Wrong(MethodDescriptor method, string why) => new($"The rule of {method.FullName} {why}.");

    private static Scopes ReadScopes(MethodDescriptor method, Declared rule) => rule.AnyOf.Aggregate(Scopes.None, (all, name) =>
        ScopeNames.Find(name) is not Scopes.None and var scope
            ? all | scope
            : throw Wrong(method, $"names the scope '{name}', which there is not"));
}
