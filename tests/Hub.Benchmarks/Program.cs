using System.Globalization;
using Hub.Benchmarks.Bearer;
using Hub.Benchmarks.Followers;
using Hub.Benchmarks.Hostile;
using Hub.Benchmarks.Ingest;
using Hub.Benchmarks.Language;
using Hub.Benchmarks.Read;
using Hub.Benchmarks.Resync;
using Hub.Benchmarks.Streaming;
using Hub.Benchmarks.Tokens;

// One command a question. Every figure is a ratio measured side by side in one run; absolute rates depend on the machine and the minute.
return args switch
{
    ["ingest", .. var options] => await IngestBenchmark.RunAsync(IngestOptions.Parse(options)),
    ["receive"] => await ReceiveBenchmark.RunAsync(),
    ["receive-server"] => await ReceiveBenchmark.ServeAsync(),
    ["resync", .. var options] => await ResyncBenchmark.RunAsync(options),
    ["read", .. var options] => await ReadBenchmark.RunAsync(ReadOptions.Parse(options)),
    ["followers", .. var options] => await FollowersBenchmark.RunAsync(ReadOptions.Parse(options)),
    ["stream", .. var options] => await StreamBenchmark.RunAsync(ReadOptions.Parse(options)),
    ["hostile", .. var options] => await HostileBenchmark.RunAsync(ReadOptions.Parse(options)),
    ["tokens"] => await TokenBenchmark.RunAsync(),
    ["tokens", "--keep", var count] => await TokenBenchmark.KeepAsync(long.Parse(count, CultureInfo.InvariantCulture)),
    ["bearer"] => await BearerBenchmark.RunAsync(),
    ["language", .. var options] => LanguageBenchmark.Run(options),
    ["read-ef", var data, var url] => await EfEndpoint.RunAsync(data, url),
    ["read-endpoint", var data, var url] => await HandWrittenEndpoint.RunAsync(data, url),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Hub.Benchmarks -- ingest [--base 50000] [--items 20000] [--repeats 5] [--per-message 100]
                   [--peers hub,writer,ef,upsert,floor,node]
               dotnet run -c Release --project tests/Hub.Benchmarks -- receive
               dotnet run -c Release --project tests/Hub.Benchmarks -- resync [--items 1000000]
               dotnet run -c Release --project tests/Hub.Benchmarks -- read [--courses 100000] [--gigs 1000000] [--rounds 5] [--seconds 2]
                   [--connections 16] [--data FOLDER] [--queries Q1,Q2]
                   [--peers ef,yoga-jit,mercurius,yoga,apollo]
               dotnet run -c Release --project tests/Hub.Benchmarks -- followers [--courses 100000] [--gigs 1000000] [--data FOLDER]
                   [--queries flood,rebuild,rollups]
               dotnet run -c Release --project tests/Hub.Benchmarks -- stream [--courses 100000] [--gigs 1000000] [--rounds 5] [--data FOLDER]
               dotnet run -c Release --project tests/Hub.Benchmarks -- hostile [--courses 100000] [--gigs 1000000] [--data FOLDER]
               dotnet run -c Release --project tests/Hub.Benchmarks -- bearer
               dotnet run -c Release --project tests/Hub.Benchmarks -- tokens [--keep 1000000]
               dotnet run -c Release --project tests/Hub.Benchmarks -- language [FOLDER]

        ingest   items per second, durable, of the hub over gRPC, of EF Core SaveChanges per 100, and of a prepared upsert
        receive  what an item costs that is received and not stored: a bare server, and the hub when it only checks
        resync   a catalogue that grows to a million items, then snapshots by digest: bytes, the hub's time and memory
        read     answers per second and processor time of GraphQL, of an endpoint written by hand, of EF Core and of servers on Node.js, on the same
                 database, and the goals they are held to
        followers   rollups and the search index: what they cost a flood of new offers, how fast they are made, and rollups beside GROUP BY over offers
        stream   one answer of 100,000 nodes: time to its first byte, and the hub's memory meanwhile
        hostile   how long hostile requests take to be refused, and another client's p99 meanwhile
        bearer   what it costs to know a caller: by a bearer token seen before, and by a token bound to a key, with its proof
        tokens   access tokens per second beside oidc-provider; with --keep, rows and memory that so many tokens leave
        language   the dashboard's documents: parse, validate, plan, and a hit of the plan cache; beside graphql-js where FOLDER/node_modules has it
        """);
    return 2;
}
