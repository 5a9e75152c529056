using Hub.Auth.Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Hub.Auth.Dpop;

/// <summary>Settings of DPoP, checked.</summary>
/// <param name="RequiresNonce">Whether every proof needs a nonce of the hub.</param>
/// <param name="HttpUrls">Where callers reach the hub, without a path; the issuer first.</param>
/// <param name="GrpcUrls">Where callers reach gRPC, without service and method.</param>
internal sealed record DpopOptions(bool RequiresNonce, IReadOnlyList<string> HttpUrls, IReadOnlyList<string> GrpcUrls)
{
    public const string RequireNonceSetting = "Hub:Auth:Dpop:RequireNonce";
    public const string GrpcUrlSetting = "Hub:Auth:GrpcUrl";
    public const string ListenGrpcUrlSetting = "Hub:GrpcUrl";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static DpopOptions Read(IConfiguration configuration, IHostEnvironment environment, AuthOptions auth, CertificateOptions certificates)
    {
        return new(
            ReadNonce(configuration[RequireNonceSetting]),
            [.. new[] { auth.Issuer, certificates.Url }.OfType<string>().Distinct()],
            [.. new[] { ReadGrpcUrl(configuration, environment), auth.Issuer, certificates.Url }.OfType<string>().Distinct()]);
    }

    /// <summary>The URLs a proof may name for a request, by its path. The name in the Host header is the caller's, and proves nothing.</summary>
    public IReadOnlyList<string> UrlsOf(Resources resource, PathString path) =>
        [.. (resource == Resources.Grpc ? GrpcUrls : HttpUrls).Select(url => url + path)];

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
