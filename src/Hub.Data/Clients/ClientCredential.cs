using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clients;

/// <summary>Whether a client may get and use tokens.</summary>
public enum ClientStatus
{
    Active = 1,
    Disabled = 2,

    /// <summary>It registered itself and waits for an operator's approval; it gets no token before.</summary>
    Pending = 3,
}

/// <summary>How a client proves who it is at the token endpoint.</summary>
public enum AuthenticationMethod
{
    /// <summary>With a secret, in the header or in the form.</summary>
    Secret = 1,

    /// <summary>With a secret in the header alone (client_secret_basic).</summary>
    SecretBasic = 2,

    /// <summary>With a secret in the form alone (client_secret_post).</summary>
    SecretPost = 3,

    /// <summary>With an assertion signed by a key of its JWKS (private_key_jwt).</summary>
    PrivateKeyJwt = 4,

    /// <summary>With a TLS certificate of a trusted authority that bears its name (tls_client_auth).</summary>
    Tls = 5,

    /// <summary>With a TLS certificate whose key is in its JWKS (self_signed_tls_client_auth).</summary>
    SelfSignedTls = 6,
}

/// <summary>What methods have in common.</summary>
public static class AuthenticationMethods
{
    /// <summary>Whether the client proves itself with a secret.</summary>
    public static bool HasSecret(this AuthenticationMethod method) =>
        method is AuthenticationMethod.Secret or AuthenticationMethod.SecretBasic or AuthenticationMethod.SecretPost;
}

/// <summary>Which name of a certificate tells the client (RFC 8705, section 2.1.2).</summary>
public enum CertificateName
{
    SubjectDn = 1,
    SanDns = 2,
    SanUri = 3,
    SanIp = 4,
    SanEmail = 5,
}

/// <summary>A program that calls the hub in the name of one participant.</summary>
public sealed class ClientCredential
{
    public long Id { get; init; }

    /// <summary>Public id, as the client sends it; unique, readable, never reused.</summary>
    public required string ClientId { get; init; }

    public required long ParticipantId { get; init; }

    public Participant Participant { get; init; } = null!;

    /// <summary>The most a token of this client may carry.</summary>
    public required Scopes Scopes { get; set; }

    public ClientStatus Status { get; set; } = ClientStatus.Active;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What a person calls it; null when it was not told.</summary>
    public string? Name { get; set; }

    public AuthenticationMethod AuthenticationMethod { get; set; } = AuthenticationMethod.Secret;

    /// <summary>Its public keys as a JSON Web Key Set; null when it has none or they are at <see cref="JwksUri"/>.</summary>
    public string? Jwks { get; set; }

    /// <summary>Where its public keys are; null when it has none or they are in <see cref="Jwks"/>.</summary>
    public string? JwksUri { get; set; }

    /// <summary>Which name its certificate bears; null unless it authenticates by <see cref="AuthenticationMethod.Tls"/>.</summary>
    public CertificateName? CertificateName { get; set; }

    /// <summary>The name its certificate bears; null unless it authenticates by <see cref="AuthenticationMethod.Tls"/>.</summary>
    public string? CertificateNameValue { get; set; }

    /// <summary>True when every token of it is bound to a key by DPoP (RFC 9449).</summary>
    public bool RequiresDpop { get; set; }

    /// <summary>True when every token of it is bound to its TLS certificate (RFC 8705).</summary>
    public bool BindsCertificate { get; set; }

    public ICollection<ClientSecret> Secrets { get; init; } = [];
}

internal sealed class ClientCredentialConfiguration : IEntityTypeConfiguration<ClientCredential>
{
    public void Configure(EntityTypeBuilder<ClientCredential> builder)
    {
        builder.ToTable("clients");
        builder.Property(c => c.ClientId).HasMaxLength(64);
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.Property(c => c.AuthenticationMethod).HasDefaultValue(AuthenticationMethod.Secret).HasSentinel((AuthenticationMethod)0);
        builder.Property(c => c.JwksUri).HasMaxLength(2_000);
        builder.Property(c => c.CertificateNameValue).HasMaxLength(1_000);

        // Every token request and every check of a token names a client by this id.
        builder.HasIndex(c => c.ClientId).IsUnique();

        // An operator lists the clients of one participant.
        builder.HasIndex(c => c.ParticipantId);
    }
}
