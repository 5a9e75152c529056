using Hub.Data.Clients;
using Microsoft.Extensions.Logging;

namespace Hub.Auth;

/// <summary>What the token service logs: event ids 200 to 299, never a secret or a token.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Issuer {Issuer} signs with key {Kid}; {Count} keys are published")]
    public static partial void KeysLoaded(this ILogger log, string issuer, string kid, int count);

    [LoggerMessage(201, LogLevel.Information, "Made signing key {Kid}, which signs from {SignsFrom:u}")]
    public static partial void SigningKeyMade(this ILogger log, string kid, DateTimeOffset signsFrom);

    [LoggerMessage(202, LogLevel.Warning, "Made an operator key for development in {Path}; production needs one of its own in {Setting}")]
    public static partial void DevelopmentKeyMade(this ILogger log, string path, string setting);

    [LoggerMessage(203, LogLevel.Warning, "Others than the owner can read the operator key in {Path}")]
    public static partial void KeyFileReadableByOthers(this ILogger log, string path);

    [LoggerMessage(204, LogLevel.Warning, "The issuer {Issuer} is reached over plain HTTP: secrets and tokens can be read on the way")]
    public static partial void PlainHttpIssuer(this ILogger log, string issuer);

    [LoggerMessage(205, LogLevel.Information, "Read the external issuer {Issuer}: {Count} keys")]
    public static partial void IssuerRead(this ILogger log, string issuer, int count);

    [LoggerMessage(206, LogLevel.Warning, "The external issuer {Authority} is not to be used: {Reason}. The next attempt is {Pause} from now at the earliest")]
    public static partial void IssuerUnreachable(this ILogger log, string authority, string reason, TimeSpan pause, Exception? exception);

    [LoggerMessage(210, LogLevel.Debug, "Issued token {Jti} to client {ClientId} with scope {Scope}")]
    public static partial void TokenIssued(this ILogger log, string jti, string clientId, string scope);

    [LoggerMessage(211, LogLevel.Information, "Refused a token to client {ClientId}: {Error}, {Reason}")]
    public static partial void TokenRefused(this ILogger log, string clientId, string error, string reason);

    [LoggerMessage(212, LogLevel.Warning, "A secret of client {ClientId} belongs to operator key {KeyId}, not to the one given; issue a new one")]
    public static partial void SecretOfOtherKey(this ILogger log, string clientId, string keyId);

    [LoggerMessage(218, LogLevel.Error, "The database failed {Path}; the client is told to come again")]
    public static partial void StorageFailed(this ILogger log, string path, Exception exception);

    [LoggerMessage(220, LogLevel.Information, "Added client {ClientId} of participant {Participant} with scope {Scope}")]
    public static partial void ClientAdded(this ILogger log, string clientId, Guid participant, string scope);

    [LoggerMessage(221, LogLevel.Warning, "Could not note when secrets were last used; trying again at their next use")]
    public static partial void SecretUseNotKept(this ILogger log, Exception exception);

    [LoggerMessage(240, LogLevel.Information, "Signing key {Kid} is over: removed from the JWKS, its private part destroyed")]
    public static partial void SigningKeyRemoved(this ILogger log, string kid);

    [LoggerMessage(241, LogLevel.Error, "Signing key {Kid} cannot be opened, so this process goes on with the keys it has: {Reason}")]
    public static partial void SigningKeyNotOpened(this ILogger log, string kid, string reason);

    [LoggerMessage(242, LogLevel.Warning, "Could not read or change the signing keys; going on with those at hand, trying again every second")]
    public static partial void RotationFailed(this ILogger log, Exception exception);

    [LoggerMessage(243, LogLevel.Warning, "Signing key {Kid} is withdrawn: every token it signed is refused")]
    public static partial void SigningKeyWithdrawn(this ILogger log, string kid);

    [LoggerMessage(244, LogLevel.Warning, "{Count} live client secrets belong to operator key {KeyId}, which is not given, so they are refused; give it in {Setting}, or rotate them")]
    public static partial void SecretsOfMissingKey(this ILogger log, int count, string keyId, string setting);

    [LoggerMessage(245, LogLevel.Information, "Made secret {Prefix} for client {ClientId}; the one before it ends at {OldExpiresAt}")]
    public static partial void SecretRotated(this ILogger log, string clientId, string prefix, DateTimeOffset? oldExpiresAt);

    [LoggerMessage(246, LogLevel.Information, "Ended secret {Prefix} of client {ClientId}")]
    public static partial void SecretRevoked(this ILogger log, string clientId, string prefix);

    [LoggerMessage(247, LogLevel.Information, "Client {ClientId} is {Status} now, and may have {Scope}")]
    public static partial void ClientChanged(this ILogger log, string clientId, ClientStatus status, string scope);

    [LoggerMessage(248, LogLevel.Information, "Replaced the keys or the certificate's name of client {ClientId}")]
    public static partial void ClientKeysChanged(this ILogger log, string clientId);

    [LoggerMessage(249, LogLevel.Information, "Refused and removed client {ClientId}, which had registered itself")]
    public static partial void ClientRefused(this ILogger log, string clientId);

    [LoggerMessage(213, LogLevel.Information, "Refused to tell client {ClientId} of a token: {Error}, {Reason}")]
    public static partial void IntrospectionRefused(this ILogger log, string clientId, string error, string reason);

    [LoggerMessage(214, LogLevel.Information, "Refused a revocation to client {ClientId}: {Error}, {Reason}")]
    public static partial void RevocationRefused(this ILogger log, string clientId, string error, string reason);

    [LoggerMessage(215, LogLevel.Information, "Revoked token {Jti} of client {Holder}, asked by client {ClientId}")]
    public static partial void TokenRevoked(this ILogger log, string jti, string holder, string clientId);

    [LoggerMessage(216, LogLevel.Warning, "Could not read which tokens were revoked; going on with those known, trying again twice a second")]
    public static partial void RevokedTokensNotRead(this ILogger log, Exception exception);

    [LoggerMessage(280, LogLevel.Warning, "The audit log in {Path} went on at {Size} entries: {Count} files of an append that was cut off were removed")]
    public static partial void AuditTailRemoved(this ILogger log, string path, long size, int count);

    [LoggerMessage(281, LogLevel.Warning, "Could not remember in the database that the audit log has {Size} entries; the next checkpoint is remembered instead")]
    public static partial void AuditWitnessBehind(this ILogger log, long size, Exception exception);

    [LoggerMessage(282, LogLevel.Error, "The audit log cannot be written; what it should hold is kept and tried again every 15 seconds")]
    public static partial void AuditFailing(this ILogger log, Exception exception);

    [LoggerMessage(217, LogLevel.Warning, "The keys of client {ClientId} could not be had: {Reason}")]
    public static partial void ClientKeysNotFetched(this ILogger log, string clientId, string reason);

    [LoggerMessage(218, LogLevel.Information, "Client {ClientId} of participant {Participant} registered itself with token {Prefix}; it waits for approval: hub clients approve {ClientId}")]
    public static partial void ClientRegistered(this ILogger log, string clientId, Guid participant, string prefix);

    [LoggerMessage(219, LogLevel.Information, "Refused a registration: {Error}, {Reason}")]
    public static partial void RegistrationRefused(this ILogger log, string error, string reason);
}
