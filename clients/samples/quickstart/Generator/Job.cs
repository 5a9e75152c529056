using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>
/// A job employers fill. <see cref="PayMin"/> and <see cref="PayMax"/> are percentages of the lowest usual wage where the job is;
/// <see cref="Employers"/> says what the employer's name speaks of.
/// </summary>
internal sealed record Job(
    Text Name,
    Sector Sector,
    string Occupation,
    string Industry,
    int PayMin,
    int PayMax,
    Text Education,
    Text Skills,
    string Employers,
    EmploymentType Type = EmploymentType.FullTime)
{
    /// <summary>Mines and plantations lie outside Java and Bali, fisheries on the sea.</summary>
    public bool Suits(Province province) => Employers switch
    {
        "Tambang" or "Perkebunan" => province.Code[0] is not '3' && province.Code is not "51",
        "Perikanan" => province.Code is not ("31" or "34" or "95"),
        _ => true,
    };
}
