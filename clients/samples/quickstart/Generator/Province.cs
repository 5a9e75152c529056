namespace Hub.Samples.Quickstart.Generator;

/// <summary>
/// A province: its Kemendagri code, lowest usual monthly wage in thousands of rupiah, hours ahead of UTC and share of the offers.
/// </summary>
internal sealed record Province(string Code, int Wage, int HoursAheadOfUtc, int Weight)
{
    /// <summary>The wage where the amounts of <see cref="GigTask"/> hold as they stand, in thousands of rupiah.</summary>
    private const int AverageWage = 3_300;

    /// <summary>Scales a pay of an average place to this province, half of the way: prices differ less than wages do.</summary>
    public long Scale(int thousands) => thousands * 1_000L * (AverageWage + Wage) / (2 * AverageWage);
}
