using System.Globalization;

namespace Hub.Benchmarks.Read;

/// <summary>Sizes of the read benchmark.</summary>
/// <param name="Courses">Courses in the database, with three runs each on average.</param>
/// <param name="Gigs">Gigs in the database.</param>
/// <param name="Rounds">Counted rounds, after one warm-up.</param>
/// <param name="Seconds">Length of a round.</param>
/// <param name="Connections">Connections that ask at the same time.</param>
/// <param name="DataFolder">Where the generated database is kept for the next run.</param>
/// <param name="Queries">Names of the queries to run; empty for all.</param>
/// <param name="Peers">Names of the servers to run beside the hub and the endpoint by hand.</param>
internal sealed record ReadOptions(
    int Courses, int Gigs, int Rounds, double Seconds, int Connections, string DataFolder, IReadOnlyList<string> Queries, IReadOnlyList<string> Peers)
{
    public static ReadOptions Parse(string[] options)
    {
        var given = new ReadOptions(100_000, 1_000_000, 5, 2, 16, Path.Combine(AppContext.BaseDirectory, "read-data"), [], ["ef", .. NodePeers.Bars.Keys]);
        for (var i = 0; i + 1 < options.Length; i += 2)
        {
            var value = options[i + 1];
            given = options[i] switch
            {
                "--courses" => given with { Courses = Number(value) },
                "--gigs" => given with { Gigs = Number(value) },
                "--rounds" => given with { Rounds = Number(value) },
                "--seconds" => given with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "--connections" => given with { Connections = Number(value) },
                "--data" => given with { DataFolder = value },
                "--peers" => given with { Peers = value.Split(',') },
                "--queries" => given with { Queries = value.Split(',') },
                _ => throw new ArgumentException($"Unknown option {options[i]}."),
            };
        }

        return given with { DataFolder = Path.Combine(given.DataFolder, string.Create(CultureInfo.InvariantCulture, $"{given.Courses}-{given.Gigs}")) };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
