using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>
/// A piece of work people ask for. Lists are separated by semicolons; pay is in thousands of rupiah where wages are average.
/// </summary>
internal sealed record GigTask(
    Text Name,
    Sector Sector,
    string Occupation,
    PayUnit Unit,
    int PayMin,
    int PayMax,
    Text Skills,
    Text Tools,
    bool Remote = false);
