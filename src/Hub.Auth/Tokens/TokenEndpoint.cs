using Hub.Auth.Audit;
using Hub.Auth.Bearer;
using Hub.Auth.Dpop;
using Hub.Auth.Limits;
using Hub.Data.Clients;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Tokens;

/// <summary>Answers token requests (RFC 6749, sections 4.4 and 5).</summary>
internal sealed class TokenEndpoint(
    ClientGate gate, TokenBinding binding, TokenIssuer issuer, AuthOptions options, AuditLog audit, ILogger<TokenEndpoint> log)
{
    public const string Path = "/connect/token";
    public const string GrantType = "client_credentials";

    public async Task HandleAsync(HttpContext http)
    {
        var entry = await gate.EnterAsync(http);
        var (clientId, error, request, client) = (entry.ClientId, entry.Error, entry.Request, entry.Client);
        var (scopes, resources) = (Scopes.None, Resources.None);
        error ??= Judge(request!, client!, out scopes, out resources);
        Confirmation? bound = null;
        if (error is null)
            (bound, error) = await binding.BindAsync(client!, http);
        if (error is not null)
        {
            log.TokenRefused(Shown(clientId), error.Code, error.Description);
            audit.CountRefused(AuditEvents.TokensRefused, clientId, entry.Method, error);
            await error.WriteAsync(http);
            return;
        }

        var token = issuer.Issue(client!, scopes, resources, bound);
        await http.Response.WriteAsJsonAsync(token, AuthJson.Default.TokenResponse, cancellationToken: http.RequestAborted);
    }

    private TokenError? Judge(TokenRequest request, ClientRecord client, out Scopes scopes, out Resources resources)
    {
        (scopes, resources) = (client.Scopes, Resources.All);
        return request.GrantType switch
        {
            null => TokenError.InvalidRequest("grant_type is missing."),
            not GrantType => TokenError.UnsupportedGrantType($"The one grant type is {GrantType}."),
            _ => JudgeScope(request.Scope, client, ref scopes) ?? JudgeResources(request.Resources, ref resources),
        };
    }

    private static TokenError? JudgeScope(string? scope, ClientRecord client, ref Scopes scopes)
    {
        if (scope is null)
            return null;

        var asked = Scopes.None;
        foreach (var name in scope.Split(' '))
        {
            // RFC 6749, section 3.3: single spaces between, and only these characters.
            if (name.Length == 0 || !name.All(c => c is '!' or (>= '#' and <= '[') or (>= ']' and <= '~')))
                return TokenError.InvalidScope("scope is not a list of names parted by single spaces.");

            var one = ScopeNames.Find(name);
            if (one == Scopes.None || !client.Scopes.HasFlag(one))
            {
                return TokenError.InvalidScope(
                    $"The client may not have the scope {name}. It may have: {ScopeNames.Format(client.Scopes)}.");
            }

            asked |= one;
        }

        scopes = asked;
        return null;
    }

    private TokenError? JudgeResources(IReadOnlyList<string> urls, ref Resources resources)
    {
        if (urls.Count == 0)
            return null;

        resources = Resources.None;
        foreach (var url in urls)
        {
            var one = options.Find(url);
            if (one == Resources.None)
            {
                return TokenError.InvalidTarget(
                    $"A resource is not known here. There are {options.GraphQLResource} and {options.GrpcResource}.");
            }

            resources |= one;
        }

        return null;
    }

    // Anyone can send any client_id, so a log line takes little of it and no control characters.
    internal static string Shown(string clientId) =>
        string.Concat(clientId.Take(64).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
