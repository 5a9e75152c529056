using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Hub.Benchmarks.Read;

namespace Hub.Benchmarks.Language;

/// <summary>The same documents parsed and validated by graphql-js, in a process of its own, where Node.js and the package are at hand.</summary>
internal static class GraphQLJs
{
    private const string Program = """
        const { parse, validate, buildSchema, version } = require('graphql');
        const { sdl, queries } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const schema = buildSchema(sdl);
        const median = values => values.sort((a, b) => a - b)[values.length >> 1];
        function time(call) {
          let calls = 0;
          for (const until = performance.now() + 500; performance.now() < until; calls++) call();
          calls = Math.max(1, calls >> 3);
          return median([...Array(7)].map(() => {
            const start = performance.now();
            for (let i = 0; i < calls; i++) call();
            return (performance.now() - start) * 1000 / calls;
          })).toFixed(2).padStart(9);
        }
        for (const { name, text } of queries) {
          const document = parse(text);
          if (validate(schema, document).length > 0) throw new Error(name);
          console.log(`${name}  graphql-js ${version} parse ${time(() => parse(text))} us   validate ${time(() => validate(schema, document))} us`);
        }
        """;

    public static void Run(IEnumerable<ReadQuery> queries, string sdl, string folder)
    {
        var start = new ProcessStartInfo("node", ["-e", Program]) { WorkingDirectory = folder, RedirectStandardInput = true };
        try
        {
            using var node = Process.Start(start)!;
            var input = JsonSerializer.Serialize(new { sdl, queries = queries.Select(query => new { name = query.Name, text = query.Document }) });
            try
            {
                node.StandardInput.Write(input);
                node.StandardInput.Close();
            }
            catch (IOException)
            {
                Console.WriteLine($"graphql-js stopped before it had read all; is it in {folder}/node_modules?");
            }

            node.WaitForExit();
            if (node.ExitCode != 0)
                Console.WriteLine($"graphql-js: absent, or it failed ({node.ExitCode})");
        }
        catch (Win32Exception)
        {
            Console.WriteLine("graphql-js: absent, there is no Node.js");
        }
    }
}
