using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Hub.Auth.Dpop;

/// <summary>Settings of DPoP, checked.</summary>
/// <param name="RequiresNonce">Whether every proof needs a nonce of the hub.</param>
/// <param name="TokenUrls">URLs of the token endpoint, as clients call it.</param>
/// <param name="GraphQLUrls">URLs of GraphQL, as clients call it.</param>
/// <param name="GrpcUrls">URLs under which gRPC is reached, without service and method.</param>
public sealed record DpopOptions(
    bool RequiresNonce, IReadOnlyList<string> TokenUrls, IReadOnlyList<string> GraphQLUrls, IReadOnlyList<string> GrpcUrls)
{
    public const string RequireNonceSetting = "Hub:Auth:Dpop:RequireNonce";
    public const string GrpcUrlSetting = "Hub:Auth:GrpcUrl";
    public const string ListenGrpcUrlSetting = "Hub:GrpcUrl";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static DpopOptions Read(IConfiguration configuration, IHostEnvironment environment, AuthOptions auth)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(auth);
        List<string> bases = [auth.Issuer];
        List<string> grpc = [.. new[] { ReadGrpcUrl(configuration, environment), auth.Issuer }.OfType<string>().Distinct()];
        return new(ReadNonce(configuration[RequireNonceSetting]), [.. bases.Select(url => url + Tokens.TokenEndpoint.Path)], [.. bases.Select(url => url + "/graphql")], grpc);
    }

    /// <summary>URLs of one gRPC method, named as a call names it: <c>/package.Service/Method</c>.</summary>
    public IReadOnlyList<string> UrlsOf(string method) => [.. GrpcUrls.Select(url => url + method)];

    // Where the issuer was not told, callers reach gRPC where it listens: without TLS that is a port of its own.
    private static string? ReadGrpcUrl(IConfiguration configuration, IHostEnvironment environment) =>
        configuration[GrpcUrlSetting] is { Length: > 0 } told ? AuthOptions.Check(told, GrpcUrlSetting)
        : configuration[AuthOptions.IssuerSetting] is { Length: > 0 } ? null
        : configuration[ListenGrpcUrlSetting] is { Length: > 0 } listens
            ? AuthOptions.Check(AuthOptions.ReachableUrl(listens, environment.IsDevelopment()), ListenGrpcUrlSetting)
        : null;

    private static bool ReadNonce(string? setting) => setting switch
    {
        null or "" => false,
        _ when bool.TryParse(setting, out var requires) => requires,
        _ => throw new SettingException($"{RequireNonceSetting} is '{setting}'. Give true or false."),
    };
}
