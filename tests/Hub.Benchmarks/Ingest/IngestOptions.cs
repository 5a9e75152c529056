using System.Globalization;

namespace Hub.Benchmarks.Ingest;

/// <summary>Sizes of the ingest benchmark.</summary>
/// <param name="Base">Rows in the table before anything is measured.</param>
/// <param name="Items">Items one repeat writes.</param>
/// <param name="Repeats">Counted repeats.</param>
/// <param name="WarmUps">Repeats before them, until the runtime has compiled what is hot.</param>
/// <param name="Peers">Which of the peers, by short name; all when nothing is said.</param>
internal sealed record IngestOptions(int Base, int Items, int Repeats, int WarmUps = 4, string Peers = "hub,writer,ef,upsert,floor,node,cpp,cpp-group")
{
    public const int Streams = 4;

    /// <summary>Items a message; rows a transaction for the peers that take one a message.</summary>
    public static int PerMessage { get; private set; } = 100;

    public static IngestOptions Parse(string[] options)
    {
        var given = new IngestOptions(50_000, 20_000, 5);
        for (var i = 0; i + 1 < options.Length; i += 2)
        {
            var value = options[i + 1];
            given = options[i] switch
            {
                "--base" => given with { Base = Number(value) },
                "--items" => given with { Items = Number(value) },
                "--repeats" => given with { Repeats = Number(value) },
                "--warm-ups" => given with { WarmUps = Number(value) },
                "--per-message" => With(given, Number(value)),
                "--peers" => given with { Peers = value },
                _ => throw new ArgumentException($"Unknown option {options[i]}."),
            };
        }

        return given;
    }

    private static IngestOptions With(IngestOptions given, int perMessage)
    {
        PerMessage = perMessage;
        return given;
    }

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
