using System.Globalization;
using Hub.Data.Catalogue;
using Hub.Data.Digests;
using Hub.Testing;

namespace Hub.Data.Tests.Digests;

/// <summary>The vectors that the contract's README gives partners are what the hub comes to.</summary>
public sealed class DigestVectorTests
{
    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(Repository.Root, "proto", "hub", "catalogue", "v1", "README.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    [Fact]
    public void Items_have_the_digests_and_places_of_the_contract()
    {
        var items = Rows().Where(row => row is [_, _, "live" or "tombstone", _, _, _]).ToList();

        Assert.Equal(5, items.Count);
        Assert.All(items, row =>
        {
            var (id, revision) = (row[0].Trim('`'), long.Parse(row[1], CultureInfo.InvariantCulture));
            var place = (int.Parse(row[3], CultureInfo.InvariantCulture) * 256) + int.Parse(row[4], CultureInfo.InvariantCulture);
            Assert.Equal(place, ItemDigest.LeafOf(id));
            Assert.Equal(row[5].Trim('`'), ItemDigest.Of(id, revision, row[2] == "live" ? SaidState.Live : SaidState.Tombstone).ToString("x32", null));
        });
    }

    [Fact]
    public void Catalogues_have_the_digests_of_the_contract()
    {
        var catalogues = Rows().Where(row => row is [_, { Length: 66 }]).ToList();

        Assert.Equal(4, catalogues.Count);
        Assert.All(catalogues, row =>
        {
            var keys = row[0] == "none" ? [] : row[0].Split(", ").Select(Key);
            Assert.Equal(row[1].Trim('`'), Convert.ToHexStringLower(ItemDigest.OfSource(SumsOracle.Of(keys).Nodes)));
        });
    }

    private static ListedKey Key(string text)
    {
        var words = text.Split('`')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(text.Split('`')[1], long.Parse(words[0], CultureInfo.InvariantCulture), words[1] == "tombstone");
    }
}
