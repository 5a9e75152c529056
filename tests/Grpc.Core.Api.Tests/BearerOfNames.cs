using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Core.Api.Tests;

/// <summary>Believes every caller: <c>Bearer reader</c> is a caller with the role <c>reader</c>.</summary>
internal sealed class BearerOfNames(IOptionsMonitor<BearerOfNamesOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<BearerOfNamesOptions>(options, logger, encoder)
{
    public const string SchemeName = "names";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
            return Task.FromResult(AuthenticateResult.NoResult());

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, header["Bearer ".Length..])], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName)));
    }
}

/// <summary>Nothing to set.</summary>
internal sealed class BearerOfNamesOptions : AuthenticationSchemeOptions;
