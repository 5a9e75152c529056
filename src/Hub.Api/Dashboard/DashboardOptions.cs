using System.Globalization;
using Hub.Auth;
using Hub.GraphQL.Documents;

namespace Hub.Api.Dashboard;

/// <summary>Settings of GraphQL, checked.</summary>
internal sealed class DashboardOptions
{
    public const string TrustedDocumentsSetting = "Hub:GraphQL:TrustedDocuments";
    public const string OnlyTrustedClientsSetting = "Hub:GraphQL:OnlyTrustedClients";
    public const string CostPerMinuteSetting = "Hub:GraphQL:CostPerMinute";
    public const string ShowPlansSetting = "Hub:GraphQL:ShowPlans";

    public const string LargestPageSetting = "Hub:GraphQL:LargestPage";
    public const string TimeoutSetting = "Hub:GraphQL:TimeoutSeconds";

    public const int DefaultLargestPage = 500;

    public const long DefaultCostPerMinute = 10_000_000;
    private const int DefaultTimeoutSeconds = 10;

    /// <summary>The trusted documents.</summary>
    public required IReadOnlyList<TrustedDocument> TrustedDocuments { get; init; }

    /// <summary>Ids of clients that may run nothing else; <c>*</c> is every client.</summary>
    public required IReadOnlySet<string> OnlyTrustedClients { get; init; }

    /// <summary>What the operations of one client may cost in a minute together; 0 sets no bound.</summary>
    public required long CostPerMinute { get; init; }

    /// <summary>How many nodes a page of the root may hold at most.</summary>
    public required int LargestPage { get; init; }

    /// <summary>How long an operation may take, the sending of a large answer included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Whether callers may see plans and SQL of their operations.</summary>
    public required bool ShowPlans { get; init; }

    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static DashboardOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var clients = configuration.GetSection(OnlyTrustedClientsSetting);
        return new()
        {
            TrustedDocuments = ReadDocuments(configuration[TrustedDocumentsSetting]),
            OnlyTrustedClients = (clients.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                ?? clients.Get<string[]>() ?? []).ToHashSet(StringComparer.Ordinal),
            CostPerMinute = ReadNumber(configuration, CostPerMinuteSetting, 0, 1_000_000_000_000, DefaultCostPerMinute, "(0: no bound)"),
            LargestPage = (int)ReadNumber(configuration, LargestPageSetting, DefaultLargestPage, 100_000, DefaultLargestPage, "nodes"),
            Timeout = TimeSpan.FromSeconds(ReadNumber(configuration, TimeoutSetting, 1, 600, DefaultTimeoutSeconds, "seconds")),
            ShowPlans = ReadSwitch(configuration[ShowPlansSetting], environment.IsDevelopment()),
        };
    }

    /// <summary>True when a client may only run trusted documents.</summary>
    public bool IsOnlyTrusted(string client) => OnlyTrustedClients.Contains(client) || OnlyTrustedClients.Contains("*");

    private static IReadOnlyList<TrustedDocument> ReadDocuments(string? directory)
    {
        if (string.IsNullOrEmpty(directory))
            return [];
        if (!Directory.Exists(directory))
            throw new SettingException($"{TrustedDocumentsSetting} is '{directory}', which is no folder. Create it, or remove the setting.");
        try
        {
            return GraphQL.Documents.TrustedDocuments.Load(directory);
        }
        catch (TrustedDocumentException e)
        {
            throw new SettingException(e.Message);
        }
    }

    private static long ReadNumber(IConfiguration configuration, string setting, long least, long most, long fallback, string unit)
    {
        var text = configuration[setting];
        if (string.IsNullOrEmpty(text))
            return fallback;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingException($"{setting} is '{text}'. Set it to a whole number from {least} to {most} {unit}, or remove it to use {fallback}.");
    }

    private static bool ReadSwitch(string? text, bool fallback)
    {
        if (string.IsNullOrEmpty(text))
            return fallback;
        return bool.TryParse(text, out var on) ? on : throw new SettingException($"{ShowPlansSetting} is '{text}'. Set it to true or false, or remove it.");
    }
}
