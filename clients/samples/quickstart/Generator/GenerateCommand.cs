using System.CommandLine;

namespace Hub.Samples.Quickstart.Generator;

/// <summary><c>generate</c>: makes the bundled catalogues again.</summary>
internal static class GenerateCommand
{
    /// <summary>The seed of the catalogues that come with the project.</summary>
    public const ulong BundledSeed = 2020;

    public static Command Create()
    {
        var seed = new Option<ulong>("--seed") { Description = "Number the catalogues are made from.", DefaultValueFactory = _ => BundledSeed };
        var folder = new Option<DirectoryInfo?>("--out") { Description = "Folder to write to. Unless given, the project's own.", HelpName = "folder" };
        var command = new Command("generate", "Makes the bundled catalogues.") { seed, folder };
        command.SetAction(parsed =>
        {
            var target = parsed.GetValue(folder)?.FullName ?? ProjectFolder();
            foreach (var (name, count) in CatalogueWriter.Write(parsed.GetValue(seed), target))
                Console.WriteLine($"{count} items in {Path.Combine(target, name)}");
        });
        return command;
    }

    private static string ProjectFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
                return Path.Combine(folder.FullName, "clients", "samples", "quickstart", "catalogues");
        }

        throw new DirectoryNotFoundException("The project's folder was not found above this program. Give a folder by --out.");
    }
}
