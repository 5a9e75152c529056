using Hub.Samples.Quickstart;
using Hub.Samples.Quickstart.Showing;
using Spectre.Console;

namespace Hub.Samples.Tests.Quickstart;

/// <summary>The quickstart as its reader runs it: a real hub in a process of its own.</summary>
public sealed class QuickstartRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quickstart-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_way_ends_well_and_the_same_push_again_changes_nothing()
    {
        var (first, told) = await RunAsync(_folder);
        var (second, toldAgain) = await RunAsync(_folder);

        Assert.True(first == 0, told);
        Assert.Contains("414 of 414 on disk, 412 applied, 1 rejected, 1 quarantined", told, StringComparison.Ordinal);
        Assert.Contains("446 of 446 on disk, 444 applied, 2 rejected", told, StringComparison.Ordinal);
        Assert.Contains("332 of 332 on disk, 330 applied, 1 rejected, 1 quarantined", told, StringComparison.Ordinal);
        Assert.Contains("Verdicts that need attention: 6", told, StringComparison.Ordinal);
        Assert.Contains("PAY_RANGE_REVERSED", told, StringComparison.Ordinal);
        Assert.Contains("55 cleaning gigs", told, StringComparison.Ordinal);

        Assert.True(second == 0, toldAgain);
        Assert.Contains("444 unchanged", toldAgain, StringComparison.Ordinal);
        Assert.DoesNotContain("applied", toldAgain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_tells_what_failed_why_and_what_to_do()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "quickstart.json"), "not JSON", Cancel);

        var (code, told) = await RunAsync(_folder);

        Assert.Equal(1, code);
        Assert.Contains("quickstart.json cannot be read.", told, StringComparison.Ordinal);
        Assert.Contains("Why: 'not JSON' is", told, StringComparison.Ordinal);
        Assert.Contains("What to do: Give another folder by --data", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_refused()
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, "file"));
        await File.WriteAllTextAsync(file.FullName, "", Cancel);

        var (code, told) = await RunAsync(new(file.FullName));

        Assert.Equal(1, code);
        Assert.Contains("The data folder cannot be made.", told, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<(int Code, string Told)> RunAsync(DirectoryInfo folder)
    {
        await using var told = new StringWriter();
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(told),
        });

        var code = await new QuickstartRun(new Screen(console), TimeProvider.System).RunAsync(folder, exit: true, Cancel);
        return (code, told.ToString());
    }
}
