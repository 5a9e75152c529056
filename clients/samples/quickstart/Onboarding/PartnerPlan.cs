using Hub.Catalogue.V1;
using Hub.Samples.Quickstart.Generator;

namespace Hub.Samples.Quickstart.Onboarding;

/// <summary>A participant the quickstart brings in, and what it will push. The organisations are invented.</summary>
/// <param name="Key">Short name, used in the file of onboarded partners.</param>
/// <param name="Name">Legal name.</param>
/// <param name="Kind">Kind of participant, as the command takes it.</param>
/// <param name="Source">Name of its catalogue.</param>
/// <param name="OfferKinds">Kinds of offer in it, as the command takes them.</param>
/// <param name="File">The bundled catalogue.</param>
/// <param name="Mode">How it is pushed.</param>
internal sealed record PartnerPlan(string Key, string Name, string Kind, string Source, string OfferKinds, string File, SyncMode Mode)
{
    public static IReadOnlyList<PartnerPlan> All { get; } =
    [
        new("platform", "Sembrani Kerja Lepas", "PLATFORM", "Pekerjaan lepas", "GIG", BundledFiles.Gigs, SyncMode.Delta),
        new("provider", "Balai Latih Wanadipa", "PROVIDER", "Pelatihan dan jadwal", "COURSE,COURSE_RUN", BundledFiles.Courses, SyncMode.Snapshot),
        new("agency", "Lokatara Penempatan Kerja", "AGENCY", "Lowongan kerja", "VACANCY", BundledFiles.Vacancies, SyncMode.Delta),
    ];
}
