using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>Makes up names of employers. No real firm is meant.</summary>
internal static class EmployerNames
{
    private static readonly string[] First =
    [
        "Arunika", "Wastra", "Kirana", "Sagara", "Lintang", "Mandala", "Pawana", "Girindra", "Tirtasari", "Bentara", "Candrasa", "Narendra",
        "Ratnasih", "Sembada", "Widyaloka", "Palapa",
    ];

    private static readonly string[] Second =
    [
        "Selarasindo", "Mandaya", "Utamana", "Sejatra", "Niskala", "Pratala", "Anggada", "Warsita", "Kencanira", "Samirana", "Wilasita",
        "Hastabrata",
    ];

    /// <summary>A name that speaks of the job's trade; the key in the agency's books goes with the name.</summary>
    public static Employer For(Job job, SeededRandom random)
    {
        var (first, second) = (random.Below(First.Length), random.Below(Second.Length));
        var name = $"{First[first]} {Second[second]}";
        var full = job.Employers switch
        {
            "Salon" or "Hotel" => $"{job.Employers} {name}",
            "Kebugaran" => $"Sanggar Kebugaran {name}",
            "Kuliner" => $"Dapur {name}",
            "Pendidikan" => $"Yayasan Pendidikan {name}",
            "Perawatan" => $"Klinik dan Perawatan {name}",
            "Kreatif" => $"Studio {name}",
            "Otomotif" => $"Bengkel {name}",
            "Konstruksi" or "Pabrik" or "Tambang" or "Logistik" => $"PT {name} {Trade(job.Employers)}",
            _ => $"{random.Pick(["PT", "CV", "UD"])} {name} {Trade(job.Employers)}",
        };
        return new() { Name = full, ExternalId = $"{job.Employers.ToLowerInvariant()}-{first:00}{second:00}" };
    }

    private static string Trade(string employers) => employers == "Pabrik" ? "Manufaktur" : employers;
}
