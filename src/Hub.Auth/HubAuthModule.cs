using Hub.Auth.Assertions;
using Hub.Auth.Audit;
using Hub.Auth.Bearer;
using Hub.Auth.Certificates;
using Hub.Auth.Clients;
using Hub.Auth.Dpop;
using Hub.Auth.Introspection;
using Hub.Auth.Issuers;
using Hub.Auth.Keys;
using Hub.Auth.Limits;
using Hub.Auth.Registration;
using Hub.Auth.Replay;
using Hub.Auth.Revocation;
using Hub.Auth.Tokens;
using Hub.Data;
using Hub.Data.Audit;
using Hub.Data.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth;

/// <summary>Registers the token service and maps its endpoints.</summary>
public static class HubAuthModule
{
    /// <summary>
    /// Adds the token service. The database is added and migrated by the caller: it must be up to date when the host starts. Wrong
    /// settings show then, as a <see cref="SettingException"/>.
    /// </summary>
    public static IHostApplicationBuilder AddHubAuth(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(p => AuthOptions.Read(p.GetRequiredService<IConfiguration>(), p.GetRequiredService<IHostEnvironment>()));
        services.AddSingleton<ClientStore>();
        services.AddSingleton<SigningKeyStore>();
        services.AddSingleton<OperatorKeyLoader>();
        services.AddSingleton(p => p.GetRequiredService<OperatorKeyLoader>().Load());
        services.AddSingleton(p => p.GetRequiredService<OperatorKeys>().Newest);
        services.AddSingleton(p => KeyPeriods.Read(p.GetRequiredService<IConfiguration>()));
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<ClientDirectory>();
        services.AddSingleton<SecretUse>();
        services.AddSingleton<SecretCheck>();
        services.AddSingleton(_ => new JwksFetch());
        services.AddSingleton<ClientKeySets>();
        services.AddSingleton<ClientAuthenticator>();
        services.AddSingleton(p => Proxies.Read(p.GetRequiredService<IConfiguration>()));
        services.AddSingleton(p => LimitOptions.Read(p.GetRequiredService<IConfiguration>()));
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<ClientGate>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSingleton<StorageOutage>();
        services.AddSingleton<RevokedTokenStore>();
        services.AddSingleton<RevokedTokens>();
        services.AddSingleton<IntrospectionEndpoint>();
        services.AddSingleton<RevocationEndpoint>();
        services.AddSingleton<RegistrationTokenStore>();
        services.AddSingleton<RegistrationEndpoint>();
        services.AddSingleton(p => DpopOptions.Read(
            p.GetRequiredService<IConfiguration>(),
            p.GetRequiredService<IHostEnvironment>(),
            p.GetRequiredService<AuthOptions>(),
            p.GetRequiredService<CertificateOptions>()));
        services.AddSingleton(p => CertificateOptions.Read(p.GetRequiredService<IConfiguration>(), p.GetRequiredService<IHostEnvironment>()));
        services.AddSingleton<CertificateAuthentication>();
        services.AddSingleton<UsedProofStore>();
        services.AddSingleton<ReplayStore>();
        services.AddSingleton<DpopNonces>();
        services.AddSingleton<DpopProofs>();
        services.AddSingleton<DpopReplay>();
        services.AddSingleton<TokenBinding>();
        services.AddSingleton<SenderCheck>();
        services.AddSingleton<Metadata>();

        services.AddHttpContextAccessor();
        services.AddSingleton<AuditWitnessStore>();
        services.AddSingleton<AuditCounts>();
        services.AddSingleton(p => AuditOptions.Read(p.GetRequiredService<IConfiguration>(), p.GetRequiredService<HubDatabase>()));
        services.AddSingleton(p => new AuditFolder(p.GetRequiredService<AuditOptions>().Directory));
        services.AddSingleton(MakeAuditLog);
        services.AddSingleton(p => new AuditInspector(p.GetRequiredService<AuditFolder>(), p.GetRequiredService<AuditWitnessStore>()));

        services.AddSingleton(p => ExternalKeys.Make(
            p.GetRequiredService<AuthOptions>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<ExternalKeys>>()));
        services.AddSingleton(p => new IssuerCheck(p.GetRequiredService<AuthOptions>(), p.GetRequiredService<ExternalKeys>));
        services.AddSingleton(MakeIssuer);

        // Their constructors take what only this project knows.
        services.AddSingleton(p => new BearerTokens(
            p.GetRequiredService<TrustedIssuer>(),
            p.GetRequiredService<AuthOptions>(),
            p.GetRequiredService<ClientDirectory>(),
            p.GetRequiredService<RevokedTokens>(),
            p.GetRequiredService<SenderCheck>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new LiveCallers(
            p.GetRequiredService<BearerTokens>(),
            p.GetRequiredService<RevokedTokens>(),
            p.GetRequiredService<ClientDirectory>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<LiveCallers>>()));
        services.AddSingleton(p => new ClientAdmin(
            p.GetRequiredService<ClientStore>(),
            p.GetRequiredService<IDbContextFactory<HubDbContext>>(),
            p.GetRequiredService<OperatorKey>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<AuditLog>(),
            p.GetRequiredService<ILogger<ClientAdmin>>()));
        services.AddSingleton(p => new SecretAdmin(
            p.GetRequiredService<ClientStore>(),
            p.GetRequiredService<OperatorKey>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<AuditLog>(),
            p.GetRequiredService<ILogger<SecretAdmin>>()));
        services.AddSingleton(p => new ExternalClients(
            p.GetRequiredService<ClientStore>(),
            p.GetRequiredService<IDbContextFactory<HubDbContext>>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<AuditLog>(),
            p.GetRequiredService<ILogger<ExternalClients>>()));
        services.AddSingleton(p => new RegistrationTokens(
            p.GetRequiredService<RegistrationTokenStore>(),
            p.GetRequiredService<IDbContextFactory<HubDbContext>>(),
            p.GetRequiredService<OperatorKeys>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<AuditLog>()));
        services.AddSingleton(p => new ClientStanding(
            p.GetRequiredService<ClientStore>(), p.GetRequiredService<AuditLog>(), p.GetRequiredService<ILogger<ClientStanding>>()));
        services.AddSingleton(p => new StatementSigner(p.GetRequiredService<KeyRing>(), p.GetRequiredService<AuthOptions>()));
        services.AddSingleton(p => new KeyCheck(
            p.GetRequiredService<SigningKeyStore>(),
            p.GetRequiredService<ClientStore>(),
            p.GetRequiredService<OperatorKeys>,
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new KeyAdmin(
            p.GetRequiredService<SigningKeyStore>(),
            p.GetRequiredService<OperatorKeys>(),
            p.GetRequiredService<KeyPeriods>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<AuditLog>(),
            p.GetRequiredService<ILogger<KeyAdmin>>()));
        services.AddHostedService<AuthStart>();
        services.AddHostedService(p => p.GetRequiredService<KeyRotation>());
        services.AddHostedService(p => p.GetRequiredService<SecretUse>());
        services.AddHostedService(p => p.GetRequiredService<LiveCallers>());
        services.AddHostedService<AuditMinutes>();
        return builder;
    }

    /// <summary>Maps the token endpoint, the metadata and the JWKS.</summary>
    public static IEndpointRouteBuilder MapHubAuth(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.ServiceProvider.GetRequiredService<Metadata>().Map(routes);

        // Where another issuer gives the tokens, the hub has no endpoint that gives, tells or takes back any.
        if (routes.ServiceProvider.GetRequiredService<AuthOptions>().Authority is null)
            MapTokens(routes);
        return routes;
    }

    private static void MapTokens(IEndpointRouteBuilder routes)
    {
        var provider = routes.ServiceProvider;
        var outage = provider.GetRequiredService<StorageOutage>();
        routes.Map(TokenEndpoint.Path, outage.Around(provider.GetRequiredService<TokenEndpoint>().HandleAsync));
        routes.Map(IntrospectionEndpoint.Path, outage.Around(provider.GetRequiredService<IntrospectionEndpoint>().HandleAsync));
        routes.Map(RevocationEndpoint.Path, outage.Around(provider.GetRequiredService<RevocationEndpoint>().HandleAsync));
        routes.Map(RegistrationEndpoint.Path, outage.Around(provider.GetRequiredService<RegistrationEndpoint>().HandleAsync));
    }

    private static AuditLog MakeAuditLog(IServiceProvider provider)
    {
        var (time, log) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AuditLog>>());

        // C2SP tlog-tiles: the origin is a URL without its scheme.
        var writer = new AuditWriter(
            provider.GetRequiredService<AuditFolder>(),
            new Uri(provider.GetRequiredService<AuthOptions>().Issuer).Authority + "/audit",
            provider.GetRequiredService<OperatorKeys>,
            provider.GetRequiredService<AuditWitnessStore>(),
            time,
            log);
        return new(
            writer,
            provider.GetRequiredService<AuditCounts>(),
            provider.GetRequiredService<IHttpContextAccessor>(),
            provider.GetRequiredService<Proxies>(),
            time,
            log);
    }

    private static TrustedIssuer MakeIssuer(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<AuthOptions>();
        return options.Authority is null
            ? new OwnIssuer(provider.GetRequiredService<KeyRing>(), options)
            : new ExternalIssuer(provider.GetRequiredService<ExternalKeys>(), options);
    }
}
