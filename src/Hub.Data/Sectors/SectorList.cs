namespace Hub.Data.Sectors;

/// <summary>The sectors that come with the hub: the six of Bursa Kerja Mandiri, and other.</summary>
internal static class SectorList
{
    public static IReadOnlyList<Sector> Bundled { get; } =
    [
        Sector(SectorCode.Beauty, "Kecantikan", "Beauty", "5141", "5142"),
        Sector(SectorCode.Fitness, "Kebugaran", "Fitness", "3423"),
        Sector(SectorCode.Cleaning, "Kebersihan", "Cleaning", "9111", "9112", "5153"),
        Sector(SectorCode.Repair, "Reparasi", "Repair", "7412", "7421", "7422"),
        Sector(SectorCode.Construction, "Konstruksi", "Construction",
            "7111", "7112", "7113", "7114", "7115", "7119", "7121", "7122", "7123", "7124", "7125", "7126", "7127", "7131", "7132", "7133"),
        Sector(SectorCode.Automotive, "Otomotif", "Automotive", "7231"),
        Sector(SectorCode.Other, "Lainnya", "Other"),
    ];

    private static Sector Sector(SectorCode code, string nameId, string nameEn, params string[] occupations) => new()
    {
        Id = (long)code,
        Code = code,
        NameId = nameId,
        NameEn = nameEn,
        OccupationCodes = "[" + string.Join(',', occupations.Select(o => $"\"{o}\"")) + "]",
    };
}
