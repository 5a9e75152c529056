namespace Hub.Conformance.RealInput;

/// <summary>One daily crawl and what its publisher's notes say of it.</summary>
/// <param name="Date">Day of the crawl, also in the file's name.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Repeated">Rows whose id stands in the file already.</param>
/// <param name="New">Ids never seen before.</param>
/// <param name="Changed">Known ids with other content than when last seen.</param>
internal sealed record JobStreetDay(string Date, int Rows, int Repeated, int New, int Changed)
{
    public static IReadOnlyList<JobStreetDay> All { get; } =
    [
        new("2021-12-14", 540, 0, 540, 0),
        new("2021-12-15", 540, 0, 358, 0),
        new("2021-12-16", 540, 2, 538, 0),
        new("2021-12-17", 540, 0, 330, 0),
        new("2021-12-18", 540, 0, 270, 0),
        new("2021-12-19", 540, 0, 340, 0),
        new("2021-12-20", 540, 1, 333, 1),
        new("2021-12-21", 540, 0, 18, 0),
        new("2021-12-22", 1594, 0, 1385, 1),
        new("2021-12-23", 1682, 0, 1388, 7),
        new("2021-12-24", 1851, 0, 1624, 9),
        new("2021-12-25", 1657, 0, 1364, 18),
        new("2021-12-26", 787, 0, 601, 3),
        new("2021-12-27", 727, 0, 507, 9),
        new("2021-12-28", 1870, 0, 1548, 10),
        new("2021-12-29", 1462, 0, 1206, 15),
        new("2021-12-30", 1605, 0, 1235, 3),
        new("2021-12-31", 1920, 0, 1485, 18),
    ];

    /// <summary>Place of the file; skips the test where there is none.</summary>
    public string File => RealData.Require($"jobs/jobstreet-id/{Date}.csv.gz");
}
