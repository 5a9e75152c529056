using Google.Protobuf;
using Hub.Catalogue.V1;
using PartnerSync;

namespace Hub.Conformance.RealInput;

/// <summary>The maps alone, without a hub: what is another content in the file is another content as an item, and nothing else is.</summary>
public sealed class MappedCountsTests
{
    private static readonly string[] OutsideTheAd = ["jobUrl", "postedAt", "postingDuration"];

    [Fact]
    public void Every_day_of_JobStreet_maps_to_the_new_and_changed_ads_its_notes_count()
    {
        var map = MapReader.Read(RealData.Map("jobstreet.json"));
        var known = new Dictionary<string, string>();
        var counted = new List<JobStreetDay>();

        foreach (var day in JobStreetDay.All)
        {
            var mapper = new Mapper(map, day.File);
            var items = InputFile.Read(day.File).Select(row => mapper.Map(row)).ToList();
            Assert.All(items, item => Assert.Equal(long.Parse(day.Date.Replace("-", "", StringComparison.Ordinal)), item.Revision));
            var today = Today(items);
            counted.Add(new(
                day.Date, items.Count, items.Count - today.Count,
                today.Keys.Count(id => !known.ContainsKey(id)),
                today.Count(item => known.TryGetValue(item.Key, out var before) && before != item.Value)));
            foreach (var (id, content) in today)
                known[id] = content;
        }

        Assert.Equal(JobStreetDay.All, counted);
        Assert.Equal(15_070, known.Count);
    }

    [Fact]
    public void Two_ads_of_JobStreet_that_differ_map_to_items_that_differ() => AssertLossless(
        "jobstreet.json", JobStreetDay.All.SelectMany(day => InputFile.Read(day.File)), [.. OutsideTheAd, "id"]);

    [Fact]
    public void Two_courses_of_New_Jersey_that_differ_map_to_items_that_differ() => AssertLossless(
        "nj-etpl.json", InputFile.Read(NewJerseyState.File), ["revision", "programid"]);

    [Fact]
    public void Two_courses_of_Coursera_that_differ_map_to_items_that_differ() => AssertLossless(
        "coursera.json", InputFile.Read(RealData.Require("courses/coursera-2026.csv")), []);

    [Theory]
    [InlineData("2021-03-29", 452, 114, 284, 180)]
    [InlineData("2021-04-06", 304, 34, 166, 82)]
    public void A_pair_of_states_of_New_Jersey_maps_to_the_differences_its_notes_count(string day, int both, int changed, int added, int gone)
    {
        var before = Today(NewJerseyState.Items($"{day}.before", 1));
        var after = Today(NewJerseyState.Items($"{day}.after", 2));

        Assert.Equal(both, before.Keys.Intersect(after.Keys).Count());
        Assert.Equal(changed, before.Count(item => after.TryGetValue(item.Key, out var now) && now != item.Value));
        Assert.Equal(added, after.Keys.Except(before.Keys).Count());
        Assert.Equal(gone, before.Keys.Except(after.Keys).Count());
    }

    /// <summary>Two rows map to one content exactly when every column outside the list is equal.</summary>
    private static void AssertLossless(string mapName, IEnumerable<Row> rows, string[] outside)
    {
        var mapper = new Mapper(MapReader.Read(RealData.Map(mapName)), "2021-12-14.csv", 1);
        var rowOf = new Dictionary<string, string>();
        var itemOf = new Dictionary<string, string>();
        foreach (var row in rows)
        {
            var text = string.Join('\u001f', row.Columns.Names.Where(c => !outside.Contains(c)).Select(c => $"{c}={row[c]}"));
            var content = ContentOf(mapper.Map(row), withUrl: !outside.Contains("jobUrl"));
            Assert.Equal(text, rowOf.TryAdd(content, text) ? text : rowOf[content]);
            Assert.Equal(content, itemOf.TryAdd(text, content) ? content : itemOf[text]);
        }

        Assert.NotEmpty(rowOf);
    }

    private static Dictionary<string, string> Today(IEnumerable<Item> items)
    {
        var today = new Dictionary<string, string>();
        foreach (var item in items)
        {
            var content = ContentOf(item, withUrl: true);
            Assert.Equal(content, today.TryAdd(item.ExternalId, content) ? content : today[item.ExternalId]);
        }

        return today;
    }

    /// <summary>The content with its attributes in order, as text.</summary>
    private static string ContentOf(Item item, bool withUrl)
    {
        var copy = item.Clone();
        copy.ExternalId = "";
        copy.Revision = 0;
        var attributes = copy.Vacancy?.Attributes ?? copy.Course.Attributes;
        var sorted = attributes.OrderBy(a => a.Key, StringComparer.Ordinal).ToList();
        attributes.Clear();
        foreach (var (key, value) in sorted)
            attributes[key] = value;
        if (!withUrl && copy.Vacancy is { } vacancy)
            vacancy.ApplyUrl = "";
        return Convert.ToBase64String(copy.ToByteArray());
    }
}
