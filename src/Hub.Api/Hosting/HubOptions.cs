using System.Globalization;
using Hub.Auth;
using Hub.Auth.Certificates;

namespace Hub.Api.Hosting;

/// <summary>Settings of the process, checked. A message about a wrong one names the setting, the reason and the cure.</summary>
internal sealed class HubOptions
{
    public const string HttpUrlSetting = "Hub:HttpUrl";
    public const string GrpcUrlSetting = "Hub:GrpcUrl";
    public const string DataDirectorySetting = "Hub:DataDirectory";
    public const string ShutdownNoticeSetting = "Hub:ShutdownNoticeSeconds";
    public const string ReflectionSetting = "Hub:Reflection";
    public const string MaxConnectionsSetting = "Hub:Limits:MaxConnections";
    public const string MaxConnectionsPerAddressSetting = "Hub:Limits:MaxConnectionsPerAddress";
    public const string MaxStreamsSetting = "Hub:Limits:MaxStreamsPerConnection";
    public const string MaxMessageSetting = "Hub:Limits:MaxMessageBytes";

    private const string DefaultHttpUrl = "http://127.0.0.1:5080";
    private const string DefaultTlsUrl = "https://127.0.0.1:5443";
    private const string DefaultGrpcUrl = "http://127.0.0.1:5081";
    private const string DevelopmentDataDirectory = "hub-data";

    private HubOptions(ListenUrl httpUrl, ListenUrl grpcUrl, string dataDirectory, ServerCertificate? certificate)
    {
        HttpUrl = httpUrl;
        GrpcUrl = grpcUrl;
        DataDirectory = dataDirectory;
        Certificate = certificate;
    }

    /// <summary>Where HTTP/1.1 is served; with a certificate HTTP/2 and gRPC too.</summary>
    public ListenUrl HttpUrl { get; }

    /// <summary>Where gRPC is served. The same as <see cref="HttpUrl"/> when there is a certificate.</summary>
    public ListenUrl GrpcUrl { get; }

    /// <summary>Where clients call with a TLS certificate; null for nowhere.</summary>
    public ListenUrl? MtlsUrl { get; private init; }

    /// <summary>Folder of the database and the keys; a full path.</summary>
    public string DataDirectory { get; }

    /// <summary>Certificate of the one TLS port; null means two ports without TLS.</summary>
    public ServerCertificate? Certificate { get; }

    /// <summary>How long the hub says that it is not ready before it takes no more connections.</summary>
    public required TimeSpan ShutdownNotice { get; init; }

    /// <summary>Whether tools may ask for the contracts (gRPC reflection).</summary>
    public required bool Reflection { get; init; }

    public required int MaxConnections { get; init; }

    /// <summary>Connections that one address may have open at once; a proxy is one address.</summary>
    public required int MaxConnectionsPerAddress { get; init; }

    public required int MaxStreamsPerConnection { get; init; }

    /// <summary>Largest gRPC message and HTTP request body.</summary>
    public required int MaxMessageBytes { get; init; }

    /// <summary>How long calls may take to end once the hub stops, the notice included.</summary>
    public static TimeSpan DrainLimit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads and checks the settings. A port 0 is replaced by the port that was reserved, in the configuration too.</summary>
    /// <exception cref="SettingException">One of them is missing or wrong.</exception>
    public static HubOptions Read(IConfiguration configuration, IHostEnvironment environment, ReservedPorts ports)
    {
        var certificate = ServerCertificate.Read(configuration);
        var httpUrl = ReadUrl(configuration, HttpUrlSetting, certificate is null ? DefaultHttpUrl : DefaultTlsUrl, ports);
        CheckScheme(httpUrl, certificate);

        var grpcUrl = certificate is null ? ReadUrl(configuration, GrpcUrlSetting, DefaultGrpcUrl, ports) : httpUrl;
        CheckPorts(configuration, httpUrl, grpcUrl, certificate);

        var mtlsUrl = ReadMtlsUrl(configuration, certificate, httpUrl, ports);

        configuration[HttpUrlSetting] = httpUrl.ToString();
        configuration[GrpcUrlSetting] = grpcUrl.ToString();
        return new(httpUrl, grpcUrl, ReadDataDirectory(configuration, environment), certificate)
        {
            MtlsUrl = mtlsUrl,
            ShutdownNotice = TimeSpan.FromSeconds(ReadNumber(configuration, ShutdownNoticeSetting, 1, 0, 9)),
            Reflection = ReadSwitch(configuration, ReflectionSetting, environment.IsDevelopment()),
            MaxConnections = ReadNumber(configuration, MaxConnectionsSetting, 10_000, 1, 1_000_000),
            MaxConnectionsPerAddress = ReadNumber(configuration, MaxConnectionsPerAddressSetting, 1_000, 1, 1_000_000),
            MaxStreamsPerConnection = ReadNumber(configuration, MaxStreamsSetting, 100, 1, 10_000),
            MaxMessageBytes = ReadNumber(configuration, MaxMessageSetting, 4 * 1024 * 1024, 64 * 1024, 64 * 1024 * 1024),
        };
    }

    /// <summary>Reads where the data lies; all that a command on the data directory needs.</summary>
    /// <exception cref="SettingException">It is not set in Production.</exception>
    public static string ReadDataDirectory(IConfiguration configuration, IHostEnvironment environment) => configuration[DataDirectorySetting] switch
    {
        { Length: > 0 } given => Path.GetFullPath(given),
        _ when environment.IsDevelopment() => Path.GetFullPath(DevelopmentDataDirectory),
        _ => throw new SettingException(
            $"{DataDirectorySetting} is not set. Outside Development the hub does not choose where its data lies: "
            + "set it to a folder on a disk that is backed up, for example Hub__DataDirectory=/var/lib/hub."),
    };

    private static ListenUrl ReadUrl(IConfiguration configuration, string setting, string fallback, ReservedPorts ports)
    {
        var url = ListenUrl.Parse(setting, configuration[setting] is { Length: > 0 } given ? given : fallback);
        return url.Port == 0 ? ports.Reserve(url) : url;
    }

    // A port of its own: a browser asked for a certificate would ask its user, and those of dashboards have none.
    private static ListenUrl? ReadMtlsUrl(IConfiguration configuration, ServerCertificate? certificate, ListenUrl httpUrl, ReservedPorts ports)
    {
        const string setting = CertificateOptions.ListenUrlSetting;
        if (configuration[setting] is not { Length: > 0 } given)
            return null;

        var url = ReadUrl(configuration, setting, given, ports);
        if (!url.IsTls || certificate is null)
            throw new SettingException($"{setting} is {given}, but there is no TLS without https:// and {ServerCertificate.PathSetting}. Set both, or remove it.");
        if (url.Port == httpUrl.Port)
            throw new SettingException($"{setting} and {HttpUrlSetting} both use port {url.Port}. Clients with a certificate need a port of their own: change one.");

        configuration[setting] = url.ToString();
        return url;
    }

    private static void CheckScheme(ListenUrl httpUrl, ServerCertificate? certificate)
    {
        if (httpUrl.IsTls && certificate is null)
        {
            throw new SettingException(
                $"{HttpUrlSetting} is {httpUrl}, but there is no certificate. Set {ServerCertificate.PathSetting}, or use http:// behind a proxy that ends TLS.");
        }

        if (!httpUrl.IsTls && certificate is not null)
        {
            throw new SettingException(
                $"{HttpUrlSetting} is {httpUrl}, but {ServerCertificate.PathSetting} is set. Use https://, or remove the certificate.");
        }
    }

    private static void CheckPorts(IConfiguration configuration, ListenUrl httpUrl, ListenUrl grpcUrl, ServerCertificate? certificate)
    {
        if (certificate is not null && configuration[GrpcUrlSetting] is { Length: > 0 } given && given != httpUrl.ToString())
        {
            throw new SettingException(
                $"{GrpcUrlSetting} is {given}, but with a certificate gRPC is served on {HttpUrlSetting} ({httpUrl}) too. Remove {GrpcUrlSetting}.");
        }

        if (certificate is null && httpUrl.Port == grpcUrl.Port)
        {
            throw new SettingException(
                $"{HttpUrlSetting} and {GrpcUrlSetting} both use port {httpUrl.Port}. Without TLS, HTTP/1.1 and gRPC need a port each: change one.");
        }

        if (certificate is null && grpcUrl.IsTls)
        {
            throw new SettingException(
                $"{GrpcUrlSetting} is {grpcUrl}, but there is no certificate. Set {ServerCertificate.PathSetting}, or use http:// behind a proxy that ends TLS.");
        }
    }

    private static bool ReadSwitch(IConfiguration configuration, string setting, bool fallback)
    {
        if (configuration[setting] is not { Length: > 0 } text)
            return fallback;

        return bool.TryParse(text, out var on)
            ? on
            : throw new SettingException($"{setting} is '{text}'. Set it to true or false, or remove it.");
    }

    private static int ReadNumber(IConfiguration configuration, string setting, int fallback, int least, int most)
    {
        if (configuration[setting] is not { Length: > 0 } text)
            return fallback;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingException($"{setting} is '{text}'. Set it to a whole number from {least} to {most}, or remove it to use {fallback}.");
    }
}
