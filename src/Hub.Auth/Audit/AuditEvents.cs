namespace Hub.Auth.Audit;

/// <summary>Names of what the audit log remembers. They are released with it: one is never changed, nor used for another thing.</summary>
public static class AuditEvents
{
    /// <summary>The hub itself, as the one who did something.</summary>
    public const string ByHub = "hub";

    public const string TokensIssued = "tokens.issued";
    public const string TokensRefused = "tokens.refused";
    public const string TokenRevoked = "token.revoked";
    public const string IntrospectionsRefused = "introspections.refused";
    public const string RevocationsRefused = "revocations.refused";
    public const string RegistrationsRefused = "registrations.refused";

    public const string ClientAdded = "client.added";
    public const string ClientRegistered = "client.registered";
    public const string ClientApproved = "client.approved";
    public const string ClientRefused = "client.refused";
    public const string ClientEnabled = "client.enabled";
    public const string ClientDisabled = "client.disabled";
    public const string ClientScopesChanged = "client.scopes_changed";
    public const string ClientKeysChanged = "client.keys_changed";
    public const string SecretRotated = "client.secret_rotated";
    public const string SecretRevoked = "client.secret_revoked";
    public const string RegistrationTokenMade = "registration_token.made";
    public const string RegistrationTokenRevoked = "registration_token.revoked";

    public const string KeyAnnounced = "key.announced";
    public const string KeySwitched = "key.switched";
    public const string KeyWithdrawn = "key.withdrawn";
    public const string KeyRemoved = "key.removed";
    public const string OperatorKeyChanged = "operator_key.changed";

    public const string ParticipantAdded = "participant.added";
    public const string ParticipantSuspended = "participant.suspended";
    public const string ParticipantResumed = "participant.resumed";
    public const string FapiRequired = "participant.fapi_required";
    public const string FapiLifted = "participant.fapi_lifted";
    public const string SourceAdded = "source.added";
    public const string SourceSuspended = "source.suspended";
    public const string SourceResumed = "source.resumed";

    public const string WithdrawalsApproved = "withdrawals.approved";
    public const string WithdrawalsDiscarded = "withdrawals.discarded";
    public const string ItemsApproved = "items.approved";
    public const string ItemsRefused = "items.refused";

    public const string PersonalDataGranted = "personal_data.granted";
    public const string PersonalDataRevoked = "personal_data.revoked";

    public const string LogBegun = "audit.begun";
    public const string LogRestarted = "audit.restarted";
    public const string LogRecovered = "audit.recovered";
}
