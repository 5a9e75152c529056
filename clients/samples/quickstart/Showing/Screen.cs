using Spectre.Console;

namespace Hub.Samples.Quickstart.Showing;

/// <summary>Where the quickstart tells what happens: in colours and moving on a terminal, in plain lines when the output goes elsewhere.</summary>
internal sealed class Screen
{
    private const int PlainWidth = 150;

    public Screen(IAnsiConsole console)
    {
        Console = console;
        IsLive = console.Profile.Capabilities is { Interactive: true, Ansi: true };
        if (!IsLive)
            console.Profile.Width = PlainWidth;
    }

    /// <summary>The screen of this program: the terminal it was started from, or where its output was sent.</summary>
    public static Screen OfProgram() => new(AnsiConsole.Create(new()
    {
        // A file is no terminal, whatever TERM says.
        Ansi = System.Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        Interactive = System.Console.IsOutputRedirected ? InteractionSupport.No : InteractionSupport.Detect,
    }));

    public IAnsiConsole Console { get; }

    /// <summary>True when lines already written may be drawn again.</summary>
    public bool IsLive { get; }

    /// <summary>A step begins.</summary>
    public void Step(string title) => Console.MarkupLineInterpolated($"[bold]{title}[/]");

    /// <summary>What a step did.</summary>
    public void Done(string what) => Console.MarkupLineInterpolated($"  {what}");

    /// <summary>A line that is meant to be copied: never cut, never wrapped.</summary>
    public void Copyable(string line)
    {
        Console.Profile.Out.Writer.WriteLine(line);
        Console.Profile.Out.Writer.Flush();
    }

    /// <summary>What failed, why, and what to do.</summary>
    public void Failure(string what, string why, string cure)
    {
        Console.WriteLine();
        Console.MarkupLineInterpolated($"[red bold]{what}[/]");
        Console.MarkupLineInterpolated($"  Why: {why}");
        Console.MarkupLineInterpolated($"  What to do: {cure}");
    }

    public static Table NewTable(params IEnumerable<string> columns)
    {
        var table = new Table { Border = TableBorder.Minimal };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(column)}[/]")));
        return table;
    }

    public static void AddRow(Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
