using Hub.Catalogue.V1;
using Hub.Registry.V1;
using PartnerSync;

namespace Hub.Conformance.RealInput;

/// <summary>Coursera's list of courses, whose only key is the address.</summary>
public sealed class CourseraTests(HubFixture fixture, ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_is_stored_whole_and_again_changes_nothing()
    {
        var file = RealData.Require("courses/coursera-2026.csv");
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);

        var (first, _) = await partner.PushAsync(SyncMode.Snapshot, Items(file), Cancel);
        var (again, _) = await partner.PushAsync(SyncMode.Snapshot, Items(file), Cancel);

        Assert.Equal(1_525, first.Closed.Counts.Created);
        Assert.Equal(1_525, again.Closed.Counts.Unchanged);
        Assert.Equal(1_525, await partner.LiveOffersAsync(Cancel));
        output.WriteLine($"{first.Closed.Counts.Created} created, then {again.Closed.Counts.Unchanged} unchanged");
    }

    private static IEnumerable<Item> Items(string file)
    {
        var mapper = new Mapper(MapReader.Read(RealData.Map("coursera.json")), file, 1);
        return InputFile.Read(file).Select(row => mapper.Map(row));
    }
}
