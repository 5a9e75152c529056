using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Hub.Api.Hosting;
using Hub.Auth;
using Microsoft.AspNetCore.Connections;

namespace Hub.Api.Commands;

/// <summary><c>hub serve</c>, which is also what <c>hub</c> alone does: runs the hub until it is told to stop.</summary>
internal sealed class ServeCommand(SharedOptions shared, CommandOutput output, Func<IEnumerable<string>, WebApplication> build)
{
    private readonly Option<string?> _httpUrl = new("--http-url") { Description = $"Address for HTTP ({HubOptions.HttpUrlSetting}).", HelpName = "url" };
    private readonly Option<string?> _grpcUrl = new("--grpc-url") { Description = $"Address for gRPC ({HubOptions.GrpcUrlSetting}).", HelpName = "url" };

    public Command Create()
    {
        var command = new Command("serve", "Runs the hub until it is told to stop (the default).");
        Configure(command);
        return command;
    }

    /// <summary>Makes a command serve; the root command is one too.</summary>
    public void Configure(Command command)
    {
        command.Options.Add(_httpUrl);
        command.Options.Add(_grpcUrl);
        command.SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var asJson = parsed.GetValue(shared.Json);
        var refused = await CommandRunner.TellFailureAsync(async () =>
        {
            await using var app = build(Settings(parsed, asJson));
            var hub = app.Services.GetRequiredService<HubOptions>();
            if (await StartAsync(app, hub, cancel) is { } refusal)
                return refusal;

            var demo = app.Environment.IsDevelopment() && GivesTokens(app.Services) ? await DemoClient.AddAsync(app.Services, cancel) : null;
            Tell(hub, demo, asJson);
            await app.WaitForShutdownAsync(cancel);
            return null;
        });
        return refused is null ? CommandOutput.Success : output.Write(refused, asJson);
    }

    // A client of the demo's kind could do nothing where another issuer gives the tokens.
    private static bool GivesTokens(IServiceProvider services) => services.GetRequiredService<AuthOptions>().Authority is null;

    private IEnumerable<string> Settings(ParseResult parsed, bool asJson)
    {
        foreach (var setting in shared.Settings(parsed))
            yield return setting;
        if (parsed.GetValue(_httpUrl) is { } http)
            yield return $"--{HubOptions.HttpUrlSetting}={http}";
        if (parsed.GetValue(_grpcUrl) is { } grpc)
            yield return $"--{HubOptions.GrpcUrlSetting}={grpc}";

        // Standard output belongs to the answer.
        if (asJson)
            yield return "--Logging:Console:LogToStandardErrorThreshold=Trace";
    }

    private static async Task<CommandResult.Refused?> StartAsync(WebApplication app, HubOptions hub, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
            return null;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            return Unusable("ADDRESS_IN_USE", hub, "in use by another program", "Stop that program, or use");
        }
        catch (SocketException exception)
        {
            return Unusable("ADDRESS_UNUSABLE", hub, $"not to be had ({exception.Message})", "Use addresses of this machine and");
        }
    }

    private static CommandResult.Refused Unusable(string reason, HubOptions hub, string why, string cure) => new(
        reason,
        HubOptions.HttpUrlSetting,
        $"{hub.HttpUrl} or {hub.GrpcUrl} is {why}.",
        $"{cure} free ports in {HubOptions.HttpUrlSetting} and {HubOptions.GrpcUrlSetting}; hub doctor tests them.");

    private void Tell(HubOptions hub, DemoClient? demo, bool asJson)
    {
        if (!asJson && demo is null)
            return;

        var json = new JsonObject
        {
            ["http_url"] = hub.HttpUrl.ToString(),
            ["grpc_url"] = hub.GrpcUrl.ToString(),
            ["data_directory"] = hub.DataDirectory,
        };
        if (demo is not null)
            json["demo"] = demo.ToJson();
        output.Write(new CommandResult.Done(json, demo?.ToText(hub) ?? ""), asJson);
    }
}
