using Hub.Data.Clients;

namespace Hub.Auth.Clients;

/// <summary>Why a change of a client or its secrets was not made.</summary>
internal static class ClientRefusals
{
    private static readonly string UseScopes = $"Use one or more of {string.Join(", ", ScopeNames.All)}.";

    public static AdminRefusal NotFound(string clientId) => new(
        "CLIENT_NOT_FOUND", "client_id", $"There is no client '{clientId}'.", $"Tidak ada klien '{clientId}'.", "Use an id from the list of clients.");

    public static AdminRefusal Pending(string clientId) => new(
        "CLIENT_PENDING",
        "client_id",
        $"The client '{clientId}' registered itself and waits for approval.",
        $"Klien '{clientId}' mendaftarkan diri dan menunggu persetujuan.",
        "Approve it or refuse it.");

    public static AdminRefusal NotPending(string clientId, ClientStatus status) => new(
        "CLIENT_NOT_PENDING",
        "client_id",
        $"The client '{clientId}' does not wait for approval; it is {(status == ClientStatus.Active ? "active" : "disabled")}.",
        $"Klien '{clientId}' tidak menunggu persetujuan.",
        status == ClientStatus.Active ? "Disable it, if it must not get tokens." : "Enable it, if it may get tokens.");

    public static AdminRefusal StatusNotSettable() => new(
        "STATUS_NOT_SETTABLE",
        "status",
        "Only a client that registers itself waits for approval.",
        "Hanya klien yang mendaftarkan diri yang menunggu persetujuan.",
        "Set it to ACTIVE or DISABLED.");

    public static AdminRefusal IdUnusable(int most) => new(
        "CLIENT_ID_UNUSABLE",
        "client_id",
        $"An id has 1 to {most} visible ASCII characters and no space.",
        $"Id memuat 1 sampai {most} karakter ASCII yang tampak, tanpa spasi.",
        "Use the id that tokens of the issuer bear as client_id or azp.");

    public static AdminRefusal IdTaken(string clientId) => new(
        "CLIENT_EXISTS",
        "client_id",
        $"There is a client '{clientId}' already.",
        $"Klien '{clientId}' sudah ada.",
        "Show it with hub clients show, and change it there.");

    public static AdminRefusal ParticipantNotFound(Guid participant) => new(
        "PARTICIPANT_NOT_FOUND",
        "participant_id",
        $"There is no participant {participant}.",
        $"Peserta {participant} tidak ditemukan.",
        "Use an id from the list of participants.");

    public static AdminRefusal ScopeUnknown(string scope) => new(
        "SCOPE_UNKNOWN", "scopes", $"There is no scope '{scope}'.", $"Tidak ada cakupan '{scope}'.", UseScopes);

    public static AdminRefusal ScopeMissing() => new(
        "SCOPE_MISSING", "scopes", "A client needs at least one scope.", "Klien memerlukan sekurangnya satu cakupan.", UseScopes);

    public static AdminRefusal HasNoSecret(string clientId) => new(
        "CLIENT_WITHOUT_SECRET",
        "client_id",
        $"The client '{clientId}' proves who it is with a key or a certificate; it has no secret.",
        $"Klien '{clientId}' memakai kunci atau sertifikat dan tidak punya rahasia.",
        "Replace its keys or its certificate's name with hub clients set-keys or UpdateClient.");

    public static AdminRefusal SecretsFull(IEnumerable<ClientSecret> live) => new(
        "SECRETS_FULL",
        "client_id",
        $"The client has two live secrets already: {string.Join(" and ", live.Select(Describe))}.",
        "Klien sudah punya dua rahasia yang berlaku.",
        "Revoke the one its program does not use, or wait until one has expired.");

    public static AdminRefusal KeepOutOfRange(TimeSpan most) => new(
        "KEEP_OLD_OUT_OF_RANGE",
        "keep_old",
        $"The old secret may be kept from 0 to {most.TotalDays:F0} days.",
        $"Rahasia lama boleh dipertahankan 0 sampai {most.TotalDays:F0} hari.",
        "Keep it as long as its program needs to take the new one; a day is usual.");

    public static AdminRefusal SecretNotFound(string clientId, string prefix) => new(
        "SECRET_NOT_FOUND",
        "prefix",
        $"The client '{clientId}' has no secret that begins with '{prefix}'.",
        $"Klien '{clientId}' tidak punya rahasia yang diawali '{prefix}'.",
        "Use a prefix that is shown with the client.");

    private static string Describe(ClientSecret secret) => secret.ExpiresAt is { } end
        ? $"{secret.Prefix}, which expires at {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"
        : secret.Prefix;
}
