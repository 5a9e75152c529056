using Hub.Conformance.ForeignClients;
using Hub.Registry.V1;

namespace Hub.Conformance.GraphQL;

/// <summary>The hub that all tests share, with offers of every kind in it, and a client that may read dashboards.</summary>
public sealed class Dashboard(HubFixture fixture)
{
    private Uri? _url;
    private string? _token;

    /// <summary>Where GraphQL answers, and a token for it.</summary>
    internal async Task<(string Url, string Token)> OpenAsync(CancellationToken cancel)
    {
        if (_url is null)
        {
            var (hub, _) = await fixture.AddSourceAsync(OfferKind.Course, cancel);
            var partner = await hub.OnboardAsync("Dashboard", "PLATFORM", "COURSE,COURSE_RUN,GIG,VACANCY", "catalogue.write", cancel);
            using var channel = hub.Channel(await hub.TokenAsync(partner, cancel));
            await CsharpClient.PushAsync(new(channel), partner.SourceId, CsharpExample.Cases, cancel);
            _token = await hub.TokenAsync(await hub.OnboardAsync("Agency", "AGENCY", "GIG", "dashboard.read", cancel), cancel);
            _url = new(hub.HttpUrl, "/graphql");
        }

        return (_url.ToString(), _token!);
    }
}
