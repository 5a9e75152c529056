using System.Globalization;

namespace Hub.Benchmarks.Ingest;

/// <summary>Sizes of the ingest benchmark.</summary>
/// <param name="Base">Rows in the table before anything is measured.</param>
/// <param name="Items">Items one repeat writes.</param>
/// <param name="Repeats">Counted repeats, after one warm-up.</param>
/// <param name="HubOnly">Leaves the peers out, to look into the hub itself.</param>
internal sealed record IngestOptions(int Base, int Items, int Repeats, bool HubOnly = false)
{
    public const int PerMessage = 100;
    public const int Streams = 4;

    public static IngestOptions Parse(string[] options)
    {
        var given = new IngestOptions(50_000, 20_000, 5);
        for (var i = 0; i + 1 < options.Length; i += 2)
        {
            var number = int.Parse(options[i + 1], CultureInfo.InvariantCulture);
            given = options[i] switch
            {
                "--base" => given with { Base = number },
                "--items" => given with { Items = number },
                "--repeats" => given with { Repeats = number },
                "--hub-only" => given with { HubOnly = number != 0 },
                _ => throw new ArgumentException($"Unknown option {options[i]}."),
            };
        }

        return given;
    }
}
