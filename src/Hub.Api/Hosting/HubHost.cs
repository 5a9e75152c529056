namespace Hub.Api.Hosting;

/// <summary>Starts a builder: the one configuration that serving and every command read.</summary>
internal static class HubHost
{
    /// <summary>Reads appsettings.json beside the program, then the environment, then <paramref name="settings"/>.</summary>
    /// <param name="settings">Settings from the command line, such as <c>--Hub:DataDirectory=data</c>.</param>
    public static WebApplicationBuilder CreateBuilder(IEnumerable<string> settings) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        // Watching files for changes would watch the database too, which changes with every commit.
        Args = ["--hostBuilder:reloadConfigOnChange=false", .. settings],

        // Not the working directory: the settings belong to the program, wherever it is started.
        ContentRootPath = AppContext.BaseDirectory,
    });
}
