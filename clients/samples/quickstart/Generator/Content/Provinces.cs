namespace Hub.Samples.Quickstart.Generator.Content;

/// <summary>The 38 provinces as the catalogues see them.</summary>
internal static class Provinces
{
    /// <summary>The lowest usual monthly wages are rounded samples in thousands of rupiah, not the figures of any decree.</summary>
    public static IReadOnlyList<Province> All { get; } =
    [
        new("11", 3_700, 7, 2), // Aceh
        new("12", 3_000, 7, 4), // Sumatera Utara
        new("13", 3_000, 7, 2), // Sumatera Barat
        new("14", 3_500, 7, 2), // Riau
        new("15", 3_250, 7, 1), // Jambi
        new("16", 3_700, 7, 2), // Sumatera Selatan
        new("17", 2_700, 7, 1), // Bengkulu
        new("18", 2_900, 7, 2), // Lampung
        new("19", 3_900, 7, 1), // Kepulauan Bangka Belitung
        new("21", 3_650, 7, 2), // Kepulauan Riau
        new("31", 5_400, 7, 7), // Jakarta
        new("32", 2_500, 7, 9), // Jawa Barat
        new("33", 2_200, 7, 7), // Jawa Tengah
        new("34", 2_300, 7, 3), // Yogyakarta
        new("35", 2_600, 7, 8), // Jawa Timur
        new("36", 2_950, 7, 4), // Banten
        new("51", 3_000, 8, 3), // Bali
        new("52", 2_600, 8, 2), // Nusa Tenggara Barat
        new("53", 2_350, 8, 2), // Nusa Tenggara Timur
        new("61", 2_900, 7, 2), // Kalimantan Barat
        new("62", 3_450, 7, 1), // Kalimantan Tengah
        new("63", 3_500, 8, 2), // Kalimantan Selatan
        new("64", 3_600, 8, 2), // Kalimantan Timur
        new("65", 3_600, 8, 1), // Kalimantan Utara
        new("71", 3_800, 8, 2), // Sulawesi Utara
        new("72", 2_900, 8, 1), // Sulawesi Tengah
        new("73", 3_650, 8, 3), // Sulawesi Selatan
        new("74", 3_050, 8, 1), // Sulawesi Tenggara
        new("75", 3_200, 8, 1), // Gorontalo
        new("76", 3_100, 8, 1), // Sulawesi Barat
        new("81", 3_150, 9, 1), // Maluku
        new("82", 3_400, 9, 1), // Maluku Utara
        new("91", 4_300, 9, 1), // Papua
        new("92", 3_600, 9, 1), // Papua Barat
        new("93", 4_300, 9, 1), // Papua Selatan
        new("94", 4_300, 9, 1), // Papua Tengah
        new("95", 4_300, 9, 1), // Papua Pegunungan
        new("96", 3_600, 9, 1), // Papua Barat Daya
    ];
}
