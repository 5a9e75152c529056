using System.Text.Json;
using Hub.Api.Commands;

namespace Hub.Api.Tests.Commands;

/// <summary>Commands on a data directory, as an operator runs them, with the answer for programs.</summary>
internal static class OfflineCommands
{
    public static async Task<JsonElement> RunAsync(string folder, int code, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await HubCommand.RunAsync(
            [.. arguments, "--json", "--environment", "Development", "--data-directory", folder],
            Program.Build,
            output,
            error,
            TestContext.Current.CancellationToken);

        Assert.True(exit == code, $"Exit code {exit}: {output}{error}");
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    /// <summary>Reason and field of a refusal.</summary>
    public static async Task<(string? Reason, string? Field)> RefusalAsync(string folder, params string[] arguments)
    {
        var error = (await RunAsync(folder, 1, arguments)).GetProperty("error");
        Assert.NotEmpty(error.GetProperty("fix").GetString()!);
        return (error.GetProperty("reason").GetString(), error.GetProperty("field").GetString());
    }
}
