using System.CommandLine;

namespace Hub.Api.Commands;

/// <summary>The command line of the executable. Without a command it serves.</summary>
internal static class HubCommand
{
    /// <summary>Runs what the arguments ask for and returns the exit code: 0 done, 1 refused or failed, 2 not understood.</summary>
    public static Task<int> RunAsync(string[] args, Func<IEnumerable<string>, WebApplication> build) =>
        RunAsync(args, build, Console.Out, Console.Error, CancellationToken.None);

    internal static async Task<int> RunAsync(
        string[] args, Func<IEnumerable<string>, WebApplication> build, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var shared = new SharedOptions();
        var told = new CommandOutput(output, error);
        var root = Create(shared, told, build);
        var parsed = root.Parse(args);
        if (parsed.Errors is [var first, ..])
            return told.WriteUsage(PathOf(parsed.CommandResult), first.Message, parsed.GetValue(shared.Json));

        // The host handles signals itself and needs longer than the library would wait.
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, cancel);
    }

    private static RootCommand Create(SharedOptions shared, CommandOutput output, Func<IEnumerable<string>, WebApplication> build)
    {
        var runner = new CommandRunner(shared, output);
        var serve = new ServeCommand(shared, output, build);
        var root = new RootCommand("The integration hub: serves, and works on its data directory.")
        {
            shared.Json,
            shared.DataDirectory,
            shared.Environment,
            serve.Create(),
            OnboardCommand.Create(runner),
            ParticipantCommands.Create(runner),
            SourceCommands.Create(runner),
            ClientCommands.Create(runner),
            RegistrationTokenCommands.Create(runner),
            KeyCommands.Create(runner),
            AuditCommands.Create(runner),
            AreaCommands.Create(runner),
            DatabaseCommands.CreateMigrate(runner, shared),
            DatabaseCommands.CreateDoctor(runner, shared),
        };
        serve.Configure(root);
        return root;
    }

    private static string PathOf(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "hub";
}
