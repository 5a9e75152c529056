using System.Globalization;
using Hub.Catalogue.V1;

namespace Hub.Benchmarks.Ingest;

/// <summary>Makes gigs of about 600 bytes of text from a seed. The same number gives the same gig.</summary>
internal static class ItemFactory
{
    private static readonly string[] Words =
        ["servis", "panggilan", "rumah", "kantor", "harian", "mingguan", "cepat", "rapi", "berpengalaman", "alat", "sendiri", "area", "kota", "garansi", "jadwal", "pelanggan"];

    private static readonly string[] Areas = ["31.71", "31.74", "32.73", "33.74", "34.71", "35.78", "36.71", "51.71", "73.71", "12.71", "33.25", "64.72"];

    public static Item[] Gigs(int first, int count, int revision) => [.. Enumerable.Range(first, count).Select(n => Gig(n, revision))];

    /// <summary>A revision above 1 has another title and another pay.</summary>
    public static Item Gig(int number, int revision)
    {
        var random = new Random(number);
        return new()
        {
            // Keys of partners are random, so neighbours in time are not neighbours in the index.
            ExternalId = (number * 2_654_435_761L % 4_294_967_296L).ToString("x8", CultureInfo.InvariantCulture) + "-" + number.ToString(CultureInfo.InvariantCulture),
            Revision = revision,
            Gig = new()
            {
                Title = string.Create(CultureInfo.InvariantCulture, $"{Text(random, 4)} {number} v{revision}"),
                Description = Text(random, 62),
                Language = "id",
                AreaCodes = { Areas[random.Next(Areas.Length)] },
                Sector = (Sector)random.Next(1, 7),
                OccupationCode = "7412",
                Skills = { Text(random, 1), Text(random, 2) },
                Openings = random.Next(1, 5),
                PayUnit = PayUnit.Day,
                PayMinIdr = 100_000 + (random.Next(1, 100) * 1_000) + revision,
                PayMaxIdr = 400_000,
                Shift = "08:00-17:00",
            },
        };
    }

    private static string Text(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));
}
