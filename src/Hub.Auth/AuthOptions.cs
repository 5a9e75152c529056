using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Hub.Auth;

/// <summary>Settings of the token service, checked.</summary>
public sealed class AuthOptions
{
    public const string IssuerSetting = "Hub:Auth:Issuer";
    public const string AuthoritySetting = "Hub:Auth:Authority";
    public const string AcceptPlainJwtSetting = "Hub:Auth:AcceptPlainJwt";
    public const string HttpUrlSetting = "Hub:HttpUrl";
    public const string DefaultHttpUrl = "http://127.0.0.1:5080";

    private static readonly string[] EveryAddress = ["*", "+", "0.0.0.0", "[::]"];

    private AuthOptions(string issuer, Uri? authority, bool acceptsPlainJwt)
    {
        Issuer = issuer;
        Authority = authority;
        AcceptsPlainJwt = acceptsPlainJwt;
        GraphQLResource = issuer + "/graphql";
        GrpcResource = issuer + "/grpc";
    }

    /// <summary>Name of the issuer: a URL without a slash at its end, under which partners reach the hub.</summary>
    public string Issuer { get; }

    /// <summary>Name of the GraphQL endpoint as a resource.</summary>
    public string GraphQLResource { get; }

    /// <summary>Name of the gRPC services as a resource.</summary>
    public string GrpcResource { get; }

    /// <summary>The issuer whose tokens the hub takes in place of its own; null when it gives them itself.</summary>
    public Uri? Authority { get; }

    /// <summary>Whether tokens of that issuer may bear the <c>typ</c> JWT beside <c>at+jwt</c>.</summary>
    public bool AcceptsPlainJwt { get; }

    /// <summary>How long an access token is good for.</summary>
    public static TimeSpan TokenLifetime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>True when partners reach the issuer over plain HTTP from other machines.</summary>
    internal bool IsOpenToEavesdroppers =>
        new Uri(Issuer) is { Scheme: "http", IsLoopback: false };

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static AuthOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        var authority = configuration[AuthoritySetting] is { Length: > 0 } other ? CheckAuthority(other, environment.IsDevelopment()) : null;
        var acceptsPlainJwt = ReadPlainJwt(configuration[AcceptPlainJwtSetting]);
        if (configuration[IssuerSetting] is { Length: > 0 } issuer)
            return new(Check(issuer, IssuerSetting), authority, acceptsPlainJwt);

        var url = configuration[HttpUrlSetting] is { Length: > 0 } given ? given : DefaultHttpUrl;
        return new(Check(ReachableUrl(url, environment.IsDevelopment()), HttpUrlSetting), authority, acceptsPlainJwt);
    }

    internal string Url(Resources resource) => resource == Resources.Grpc ? GrpcResource : GraphQLResource;

    internal Resources Find(string url) =>
        url == GraphQLResource ? Resources.GraphQL : url == GrpcResource ? Resources.Grpc : Resources.None;

    // An address to listen on need not be one to call: 0.0.0.0, [::], * and + mean every address of the machine.
    internal static string ReachableUrl(string url, bool isDevelopment)
    {
        var start = url.IndexOf("//", StringComparison.Ordinal) + 2;
        var wildcard = Array.Find(EveryAddress, w => url.AsSpan(start).StartsWith(w, StringComparison.Ordinal));
        if (wildcard is null)
            return url;

        return isDevelopment
            ? string.Concat(url.AsSpan(0, start), "localhost", url.AsSpan(start + wildcard.Length))
            : throw new SettingException(
                $"{HttpUrlSetting} is {url}, which no partner can call. "
                + $"Set {IssuerSetting} to the URL under which partners reach the hub.");
    }

    private static bool ReadPlainJwt(string? setting) => setting switch
    {
        null or "" => false,
        _ when bool.TryParse(setting, out var accepts) => accepts,
        _ => throw new SettingException($"{AcceptPlainJwtSetting} is '{setting}'. Give true or false."),
    };

    private static Uri CheckAuthority(string url, bool isDevelopment)
    {
        var isGood = Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && parsed is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "", Host.Length: > 0 };
        if (!isGood)
        {
            throw new SettingException(
                $"{AuthoritySetting} is '{url}', which cannot name an issuer. Give the URL its tokens bear as iss, such as https://login.example.org/realms/hub");
        }

        // Who can change the discovery document on its way can sign tokens.
        return parsed!.Scheme == Uri.UriSchemeHttps || parsed.IsLoopback || isDevelopment
            ? parsed
            : throw new SettingException($"{AuthoritySetting} is '{url}'. Its keys would come over plain HTTP; give an https URL.");
    }

    internal static string Check(string url, string setting)
    {
        var trimmed = url.TrimEnd('/');
        var isGood = Uri.TryCreate(trimmed, UriKind.Absolute, out var parsed)
            && parsed is { Scheme: "http" or "https", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            && parsed.Host.Length > 0;

        // RFC 8414, section 2: the issuer has neither query nor fragment. A path would move the metadata, so there is none either.
        return isGood
            ? trimmed
            : throw new SettingException(
                $"{setting} is '{url}', which cannot name an issuer. Give scheme and host without a path, such as https://hub.example.org");
    }
}
