using System.CommandLine;
using Hub.Samples.Quickstart.Generator;

var seed = new Option<ulong>("--seed") { Description = "Number the catalogues are made from.", DefaultValueFactory = _ => 2020 };
var folder = new Option<DirectoryInfo>("--out") { Description = "Folder to write to.", DefaultValueFactory = _ => new("catalogues") };
var generate = new Command("generate", "Makes the bundled catalogues again.") { seed, folder };
generate.SetAction(parsed =>
{
    foreach (var (name, count) in CatalogueWriter.Write(parsed.GetRequiredValue(seed), parsed.GetRequiredValue(folder).FullName))
        Console.WriteLine($"{name}: {count} items");
});
return new RootCommand("The hub's whole way, on bundled catalogues.") { generate }.Parse(args).Invoke();
