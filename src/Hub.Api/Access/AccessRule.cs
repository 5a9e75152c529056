using Hub.Data.Clients;

namespace Hub.Api.Access;

/// <summary>Who may make a call.</summary>
/// <param name="IsOpen">True lets everyone in, without a token.</param>
/// <param name="AnyOf">Scopes of which the token needs one; none means that any token will do.</param>
internal sealed record AccessRule(bool IsOpen, Scopes AnyOf)
{
    /// <summary>Everyone, without a token.</summary>
    public static AccessRule Open { get; } = new(true, Scopes.None);

    /// <summary>Every client with a token for the resource.</summary>
    public static AccessRule AnyToken { get; } = new(false, Scopes.None);

    /// <summary>Clients whose token has one of these scopes.</summary>
    public static AccessRule Needs(Scopes anyOf) => new(false, anyOf);
}
