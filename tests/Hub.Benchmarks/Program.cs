using Hub.Benchmarks.Ingest;

// One command a question. Every figure is a ratio measured side by side in one run; absolute rates depend on the machine and the minute.
return args switch
{
    ["ingest", .. var options] => await IngestBenchmark.RunAsync(IngestOptions.Parse(options)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Hub.Benchmarks -- ingest [--base 50000] [--items 20000] [--repeats 5]

        ingest   items per second, durable, of the hub over gRPC, of EF Core SaveChanges per 100, and of a prepared upsert
        """);
    return 2;
}
