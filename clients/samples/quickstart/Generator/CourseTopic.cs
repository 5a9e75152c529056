using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>
/// What a course teaches. Lists are separated by semicolons; the price is the usual one of <see cref="Hours"/> hours, in thousands
/// of rupiah.
/// </summary>
internal sealed record CourseTopic(
    Text Name,
    Sector Sector,
    string Occupation,
    string Industry,
    DeliveryMode Mode,
    int Hours,
    int Price,
    int? Kkni,
    Text Skills,
    Text Outcome);
