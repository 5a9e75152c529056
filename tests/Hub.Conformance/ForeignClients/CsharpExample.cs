using System.Text.Json.Nodes;
using Hub.Registry.V1;
using Hub.Testing;

namespace Hub.Conformance.ForeignClients;

/// <summary>What the C# client hears, found out once for all languages on the hub that all tests share.</summary>
public sealed class CsharpExample(HubFixture fixture)
{
    private const string AllKinds = "COURSE,COURSE_RUN,GIG,VACANCY";

    private Heard? _heard;

    /// <summary>The cases that every client pushes.</summary>
    public static string Cases => Path.Combine(Repository.Root, "tests/Hub.Conformance/ForeignClients/cases.json");

    // Tests of one class run one after another.
    internal async Task<Heard> HearAsync(CancellationToken cancel) => _heard ??= await RunAsync(cancel);

    private async Task<Heard> RunAsync(CancellationToken cancel)
    {
        var (hub, other) = await fixture.AddSourceAsync(OfferKind.Course, cancel);
        var partner = await hub.OnboardAsync("Csharp", "PLATFORM", AllKinds, "catalogue.write", cancel);
        var reader = await hub.OnboardAsync("Reader", "AGENCY", "GIG", "dashboard.read", cancel);
        var expected = await CsharpClient.RunAsync(hub, partner, other.SourceId, reader, Cases, cancel);
        return new(hub, partner, reader, expected);
    }

    /// <summary>A hub, who called it, and what they were told.</summary>
    /// <param name="Hub">The hub.</param>
    /// <param name="Partner">Who pushed the cases.</param>
    /// <param name="Reader">Whose client may only read dashboards.</param>
    /// <param name="Expected">What the partner heard.</param>
    internal sealed record Heard(HubProcess Hub, Partner Partner, Partner Reader, JsonNode Expected)
    {
        /// <summary>Registers a partner that may push the cases too.</summary>
        public Task<Partner> AddPartnerAsync(string name, CancellationToken cancel) =>
            Hub.OnboardAsync(name, "PLATFORM", AllKinds, "catalogue.write", cancel);
    }
}
