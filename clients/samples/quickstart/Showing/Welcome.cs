using Hub.Samples.Quickstart.Onboarding;
using Hub.Samples.Quickstart.Running;

namespace Hub.Samples.Quickstart.Showing;

/// <summary>Tells where the running hub can be reached, with lines to copy.</summary>
internal static class Welcome
{
    public static void Show(Screen screen, HubProcess hub, Members members, string token)
    {
        var client = members.Dashboard;
        screen.Step("The hub stays up until Ctrl+C");
        foreach (var line in (string[])
        [
            $"  GraphQL, with a browser to try queries   {hub.HttpUrl}graphql",
            $"  Tokens                                   {hub.HttpUrl}connect/token",
            $"  gRPC                                     {hub.GrpcUrl}",
            $"  Health                                   {hub.HttpUrl}health/ready",
            "",
            "A token to read the dashboard, good for ten minutes:",
            "",
            token,
            "",
            "Ask with it:",
            "",
            $"curl -s {hub.HttpUrl}graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer {token}' "
                + """-d '{"query":"{ gigs(first: 3) { totalCount nodes { title payMaxIdr area { name } } } }"}'""",
            "",
            "Get another:",
            "",
            $"curl -s {hub.HttpUrl}connect/token -u {client.Id}:{client.Secret} -d grant_type=client_credentials",
            "",
        ])
        {
            screen.Copyable(line);
        }
    }
}
