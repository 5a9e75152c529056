using System.CommandLine;
using Hub.Samples.Quickstart;
using Hub.Samples.Quickstart.Generator;
using Hub.Samples.Quickstart.Showing;

var data = new Option<DirectoryInfo?>("--data")
{
    Description = "Folder for the hub's data. Unless given, one that is removed at the end.",
    HelpName = "folder",
};
var exit = new Option<bool>("--exit") { Description = "End once everything was shown, with code 0." };
var quickstart = new RootCommand("Shows the hub's whole way: onboard, push, ask.") { data, exit, GenerateCommand.Create() };
quickstart.SetAction((parsed, cancel) =>
    new QuickstartRun(Screen.OfProgram(), TimeProvider.System).RunAsync(parsed.GetValue(data), parsed.GetValue(exit), cancel));

// Stopping the hub may take as long as calls in flight do.
return await quickstart.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
