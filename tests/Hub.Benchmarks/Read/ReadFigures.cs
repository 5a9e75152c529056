namespace Hub.Benchmarks.Read;

/// <summary>Medians of one server for one query.</summary>
/// <param name="Query">Name of the query.</param>
/// <param name="Server">Name of the server.</param>
/// <param name="Rate">Answers a second.</param>
/// <param name="Cpu">Microseconds of the server's processor time for an answer.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Bytes">Bytes of an answer.</param>
internal sealed record ReadFigures(string Query, string Server, double Rate, double Cpu, double P50, double P99, long Bytes)
{
    public const string Hub = "hub, GraphQL";
    public const string HandWritten = "endpoint by hand (H)";
    public const string Ef = "EF compiled queries";

    /// <summary>Asks every server that can answer in turn, a warm-up and then rounds, and gives the medians in the order of the servers.</summary>
    public static async Task<List<ReadFigures>> MeasureAsync(ReadQuery query, IEnumerable<ServerUnderTest> servers, ReadOptions options)
    {
        var asked = servers.Where(s => s.Answers(query)).ToList();
        var rounds = asked.Select(_ => new List<ReadFigures>()).ToList();
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var (server, i) in asked.Select((server, i) => (server, i)))
            {
                var before = server.ProcessorSeconds();
                var ran = await LoadDriver.RunAsync(
                    server.Url, server.RequestsOf(query), options.Connections, round == 0 ? Math.Max(3, options.Seconds) : options.Seconds);
                var cpu = (server.ProcessorSeconds() - before) / ran.Answers * 1e6;
                if (round > 0)
                {
                    rounds[i].Add(new(
                        query.Name, server.Name, ran.Answers / ran.Seconds, cpu, ran.Percentile(0.5) * 1000, ran.Percentile(0.99) * 1000, ran.Bytes / ran.Answers));
                }
            }
        }

        return [.. rounds.Where(r => r.Count > 0).Select(Medians)];
    }

    private static ReadFigures Medians(List<ReadFigures> rounds) => rounds[0] with
    {
        Rate = Median(rounds, f => f.Rate), Cpu = Median(rounds, f => f.Cpu), P50 = Median(rounds, f => f.P50), P99 = Median(rounds, f => f.P99),
    };

    private static double Median(List<ReadFigures> figures, Func<ReadFigures, double> value) => figures.Select(value).Order().ElementAt(figures.Count / 2);
}
