using System.Net.Http.Json;
using System.Text.Json;
using Hub.Catalogue.V1;
using Hub.Clusters.V1;
using Hub.Testing;
using PartnerSync;

namespace Hub.Conformance.RealInput;

/// <summary>
/// Real lists as two participants would send them, partly the same: an id that both send is the same course or ad, which tells how many of
/// those the hub finds.
/// </summary>
public sealed class ClustersTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private HubProcess _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubProcess.StartAsync(_data.Path, Cancel);

    [Fact]
    public async Task Ads_of_odd_and_of_even_days_find_each_other()
    {
        RealData.Require("jobs/jobstreet-id");
        var odd = Ads(JobStreetDay.All.Where((_, day) => day % 2 == 0));
        var even = Ads(JobStreetDay.All.Where((_, day) => day % 2 == 1));

        var clusters = await ClustersAsync("VACANCY", odd, even);

        var found = Told(clusters, odd, even, item => item.Vacancy.Title, item => item.Vacancy.Employer?.Name ?? "");
        
        // An ad of a place that the hub does not know is not shown, so it is in no cluster.
        Assert.True(found.Together >= found.Same * 0.95, $"{found}");
    }

    [Fact]
    public async Task Two_states_of_a_list_of_courses_find_each_other()
    {
        var before = NewJerseyState.Items("2021-03-29.before", 1).ToDictionary(item => item.ExternalId);
        var after = NewJerseyState.Items("2021-03-29.after", 1).ToDictionary(item => item.ExternalId);

        var clusters = await ClustersAsync("COURSE", before, after);

        var found = Told(clusters, before, after, item => item.Course.Title, item => item.Course.ProviderName);

        // The later state leaves the provider's name out of one course in six.
        Assert.True(found.Together >= found.Same * 0.8, $"{found}");
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _data.Dispose();
    }

    private static Dictionary<string, Item> Ads(IEnumerable<JobStreetDay> days)
    {
        var items = new Dictionary<string, Item>();
        foreach (var day in days)
        {
            var mapper = new Mapper(MapReader.Read(RealData.Map("jobstreet.json")), day.File);
            foreach (var item in InputFile.Read(day.File).Select(row => mapper.Map(row)))
                items[item.ExternalId] = item;
        }

        return items;
    }

    /// <summary>Sends the lists as two participants and reads what became of them.</summary>
    private async Task<List<Cluster>> ClustersAsync(string kind, Dictionary<string, Item> one, Dictionary<string, Item> other)
    {
        foreach (var (name, items) in new[] { ("Satu", one), ("Dua", other) })
        {
            using var client = new PartnerClient(_hub, await _hub.OnboardAsync(name, "PLATFORM", kind, "catalogue.write", Cancel));
            var (result, _) = await client.PushAsync(SyncMode.Delta, items.Values, Cancel);
            Assert.Equal(CloseOutcome.Completed, result.Closed.Outcome);
        }

        await FollowedAsync();
        using var channel = _hub.Channel(await _hub.TokenAsync(await _hub.OnboardAsync("Portal", "AGENCY", "GIG", "feed.read", Cancel), Cancel));
        var reader = new ClusterService.ClusterServiceClient(channel);
        var clusters = new List<Cluster>();
        var page = new ListClustersResponse();
        do
        {
            page = await reader.ListClustersAsync(new() { PageSize = 500, PageToken = page.NextPageToken }, cancellationToken: Cancel);
            clusters.AddRange(page.Clusters);
        }
        while (page.NextPageToken.Length > 0);
        return clusters;
    }

    /// <summary>Waits until the clusters hold all that was sent.</summary>
    private async Task FollowedAsync()
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(Cancel))
        {
            var health = await http.GetFromJsonAsync<JsonElement>(new Uri(_hub.HttpUrl, "/health/ready"), Cancel);
            var followers = health.GetProperty("followers").EnumerateArray();
            if (followers.Any(f => f.GetProperty("name").GetString() == "clusters" && f.GetProperty("lag").GetInt64() == 0))
                return;
        }
    }

    /// <summary>How many ids both lists have, and how many of them are in one cluster with themselves.</summary>
    private sealed record Found(int Same, int Together);

    private Found Told(
        List<Cluster> clusters, Dictionary<string, Item> one, Dictionary<string, Item> other, Func<Item, string> title, Func<Item, string> who)
    {
        var items = one.Concat(other).DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value);
        var same = one.Keys.Where(other.ContainsKey).Where(id => who(one[id]).Length > 0).ToList();
        var twice = clusters.SelectMany(c => c.Members.GroupBy(m => m.ExternalId).Where(g => g.Count() > 1).Select(g => g.Key)).ToHashSet();
        var mixed = clusters.Where(c => c.Members.Select(m => m.ExternalId).Distinct().Count() > 1).ToList();
        var unequal = mixed.Where(c => c.Members.Select(m => title(items[m.ExternalId])).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1).ToList();
        output.WriteLine(
            $"{one.Count} and {other.Count} items, {clusters.Count} clusters of {clusters.Sum(c => c.Size)} offers, the largest of {clusters.Max(c => c.Size)}; "
            + $"{same.Count(twice.Contains)} of {same.Count} ids that both have are in one cluster; {mixed.Count} clusters hold several ids, {unequal.Count} several titles; "
            + string.Join(", ", clusters.SelectMany(c => c.Members).GroupBy(m => m.Evidence).Select(g => $"{g.Key} {g.Count()}")));
        foreach (var missed in same.Where(id => !twice.Contains(id)).Take(10))
            output.WriteLine($"  missed: {title(one[missed])} | {title(other[missed])} | {who(one[missed])} | {who(other[missed])}");
        foreach (var cluster in unequal.OrderBy(c => c.Score).Where((_, i) => i % Math.Max(1, unequal.Count / 40) == 0))
            output.WriteLine($"  {cluster.Score} {who(items[cluster.Members[0].ExternalId])}: {string.Join(" | ", cluster.Members.Select(m => title(items[m.ExternalId])).Distinct())}");
        return new(same.Count, same.Count(twice.Contains));
    }
}
