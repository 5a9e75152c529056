using Google.Protobuf.WellKnownTypes;
using Hub.Auth.Keys;
using Hub.Registry.V1;
using Stored = Hub.Data.Clients;

namespace Hub.Api.Participants;

/// <summary>Turns clients and signing keys into messages. The numbers of the enums are the same on both sides.</summary>
internal static class ClientMessages
{
    public static Client ToMessage(this Stored.ClientListing stored)
    {
        var message = new Client
        {
            ClientId = stored.ClientId,
            ParticipantId = stored.ParticipantPublicId.ToString(),
            ParticipantName = stored.ParticipantName,
            Scopes = { Stored.ScopeNames.Format(stored.Scopes).Split(' ', StringSplitOptions.RemoveEmptyEntries) },
            Status = (ClientStatus)stored.Status,
            AuthenticationMethod = (AuthenticationMethod)stored.AuthenticationMethod,
            Secrets = { stored.Secrets.Select(ToMessage) },
            CreatedAt = stored.CreatedAt.ToTimestamp(),
            RequiresDpop = stored.RequiresDpop,
            BindsCertificate = stored.BindsCertificate,
        };
        if (stored.Name is { } name)
            message.Name = name;
        return message;
    }

    public static SigningKey ToMessage(this SigningKeyLife key)
    {
        var message = new SigningKey
        {
            Kid = key.Kid,
            State = (Registry.V1.SigningKeyState)key.State,
            CreatedAt = key.CreatedAt.ToTimestamp(),
            SignsFrom = key.SignsFrom.ToTimestamp(),
            SignsUntil = key.SignsUntil?.ToTimestamp(),
            PublishedUntil = key.PublishedUntil.ToTimestamp(),
            PublicJwk = key.PublicJwk,
        };
        if (key.OperatorKeyId is { } id)
            message.OperatorKeyId = id;
        return message;
    }

    private static ClientSecret ToMessage(Stored.SecretListing secret) => new()
    {
        Prefix = secret.Prefix,
        CreatedAt = secret.CreatedAt.ToTimestamp(),
        ExpiresAt = secret.ExpiresAt?.ToTimestamp(),
        LastUsedAt = secret.LastUsedAt?.ToTimestamp(),
    };
}
