namespace Hub.Benchmarks.Read;

/// <summary>Words of titles and descriptions, drawn so that a few are common and most are rare, as in real text.</summary>
internal static class CatalogueText
{
    private static readonly string[] Work =
    [
        "desain", "grafis", "pengiriman", "makanan", "kurir", "paket", "servis", "pendingin", "ruangan", "montir", "motor", "mobil", "tukang", "kayu",
        "las", "listrik", "bangunan", "jahit", "busana", "masak", "barista", "kopi", "kasir", "toko", "gudang", "administrasi", "data", "entri",
        "penulisan", "artikel", "terjemahan", "inggris", "mandarin", "jepang", "fotografi", "video", "animasi", "media", "sosial", "pemasaran",
        "digital", "penjualan", "analisis", "akuntansi", "pajak", "pemrograman", "web", "aplikasi", "jaringan", "keamanan", "komputer", "perawatan",
        "lansia", "anak", "kebersihan", "rumah", "kebun", "pertanian", "padi", "sayuran", "ternak", "ayam", "ikan", "budidaya", "pariwisata",
        "pemandu", "hotel", "resepsionis", "pijat", "kecantikan", "rambut", "bengkel", "mesin", "operator", "alat", "berat", "ekskavator", "sopir",
    ];

    private static readonly string[] Filler =
    [
        "pelatihan", "dasar", "lanjutan", "harian", "mingguan", "cepat", "rapi", "berpengalaman", "panggilan", "area", "kota", "garansi", "jadwal",
        "pelanggan", "peserta", "sertifikat", "praktik", "langsung", "mentor", "gratis", "bahan", "lengkap", "siang", "malam", "akhir", "pekan",
    ];

    public static string Title(Random random) => $"{Rare(random)} {Rare(random)} {Common(random)}";

    public static string Text(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => random.Next(3) == 0 ? Rare(random) : Common(random)));

    /// <summary>A word one may search for.</summary>
    public static string Rare(Random random)
    {
        // The square draws the first words far more often than the last.
        var place = random.NextDouble();
        return Work[(int)(place * place * Work.Length)];
    }

    private static string Common(Random random) => Filler[random.Next(Filler.Length)];
}
