using System.Text.RegularExpressions;
using Hub.Data.Participants;

namespace Hub.Api.Participants;

/// <summary>What a participant and a source must satisfy. Pure: no clock, no database.</summary>
internal static partial class RegistrationRules
{
    private const int LongestParticipantName = 200;
    private const int LongestSourceName = 120;
    private const int LongestLeaseHours = 24 * 366;

    public static IEnumerable<RegistrationProblem> Check(NewParticipant participant)
    {
        if (NameProblem("legal_name", participant.LegalName, LongestParticipantName) is { } name)
            yield return name;

        if (!Enum.IsDefined(participant.Kind))
        {
            yield return Invalid(
                "kind", "KIND_MISSING", "A participant needs a kind.", "Peserta harus memiliki jenis.", $"Use one of {Codes.List<ParticipantKind>()}.");
        }

        if (participant.Nib is { } nib && !Nib().IsMatch(nib))
        {
            yield return Invalid(
                "nib", "NIB_MALFORMED", "A business identification number has 13 digits.", "NIB terdiri dari 13 angka.", "Give the 13 digits, or leave it out.");
        }

        if (participant.AreaCode is { } area && !AreaCode().IsMatch(area))
        {
            yield return Invalid(
                "area_code",
                "AREA_CODE_MALFORMED",
                $"'{Shown(area)}' is no Kemendagri area code.",
                $"'{Shown(area)}' bukan kode wilayah Kemendagri.",
                "Write it with dots, for example 33.25, or leave it out.");
        }
    }

    public static IEnumerable<RegistrationProblem> Check(NewSource source)
    {
        if (NameProblem("name", source.Name, LongestSourceName) is { } name)
            yield return name;

        if (source.OfferKinds == OfferKinds.None)
        {
            yield return Invalid(
                "offer_kinds",
                "OFFER_KINDS_MISSING",
                "A source must hold at least one kind of offer.",
                "Sumber harus memuat sedikitnya satu jenis penawaran.",
                $"Use one or more of {Codes.List<OfferKinds>()}.");
        }

        if (source.LeaseHours is < 1 or > LongestLeaseHours)
        {
            yield return Invalid(
                "lease_hours",
                "LEASE_HOURS_OUT_OF_RANGE",
                $"A lease lasts 1 to {LongestLeaseHours} hours, not {source.LeaseHours}.",
                $"Masa sewa 1 sampai {LongestLeaseHours} jam, bukan {source.LeaseHours}.",
                "Leave it out for a week.");
        }

        if (source.WithdrawalGuard is < 0)
        {
            yield return Invalid(
                "withdrawal_guard",
                "WITHDRAWAL_GUARD_NEGATIVE",
                "A withdrawal guard cannot be below zero.",
                "Batas penarikan tidak boleh di bawah nol.",
                "Leave it out for the larger of 20 and a tenth of the live offers.");
        }
    }

    private static RegistrationProblem? NameProblem(string field, string name, int longest) => name switch
    {
        "" => Invalid(field, "NAME_MISSING", "The name is missing.", "Nama wajib diisi.", $"Give 1 to {longest} characters."),
        _ when name.Length > longest => Invalid(
            field,
            "NAME_TOO_LONG",
            $"The name has {name.Length} characters; {longest} are allowed.",
            $"Nama terdiri dari {name.Length} karakter; paling banyak {longest}.",
            "Shorten it."),
        _ when name.Any(char.IsControl) => Invalid(
            field, "NAME_HAS_CONTROL_CHARACTERS", "The name holds control characters.", "Nama memuat karakter kendali.", "Remove line breaks and tabs."),
        _ => null,
    };

    private static RegistrationProblem Invalid(string field, string reason, string message, string indonesian, string fix) =>
        new(ProblemKind.Invalid, field, reason, message, indonesian, fix);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex(@"^[0-9]{13}\z")]
    private static partial Regex Nib();

    // Province, regency, district, village.
    [GeneratedRegex(@"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?\z")]
    private static partial Regex AreaCode();
}
