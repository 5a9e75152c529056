using System.Text.RegularExpressions;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Conformance;

/// <summary>The test vectors that the contract's page gives to partners.</summary>
internal static partial class DigestVectors
{
    private static string[] Lines => File.ReadAllLines(Path.Combine(Repository.Root, "proto/hub/catalogue/v1/README.md"));

    /// <summary>Items with the place and digest the page states.</summary>
    public static IReadOnlyList<(Item Item, int Node, int Leaf, string Digest)> Items { get; } =
    [
        .. Lines.Select(line => ItemRow().Match(line)).Where(match => match.Success).Select(match =>
            (ItemOf(match), int.Parse(match.Groups["node"].Value), int.Parse(match.Groups["leaf"].Value), match.Groups["digest"].Value)),
    ];

    /// <summary>Catalogues with the source digest the page states.</summary>
    public static IReadOnlyList<(IReadOnlyList<Item> Items, string Digest)> Catalogues { get; } =
    [
        .. Lines.Select(line => CatalogueRow().Match(line)).Where(match => match.Success).Select(match =>
            ((IReadOnlyList<Item>)[.. NamedItem().Matches(match.Groups["items"].Value).Select(ItemOf)], match.Groups["digest"].Value)),
    ];

    private static Item ItemOf(Match match)
    {
        var item = new Item { ExternalId = match.Groups["id"].Value, Revision = long.Parse(match.Groups["revision"].Value) };
        if (match.Groups["state"].Value == "tombstone")
            item.Tombstone = new();
        else
            item.Course = new() { Title = "Las" };
        return item;
    }

    [GeneratedRegex(@"^\| `(?<id>[^`]+)` \| (?<revision>\d+) \| (?<state>live|tombstone) \| (?<node>\d+) \| (?<leaf>\d+) \| `(?<digest>[0-9a-f]{32})` \|$")]
    private static partial Regex ItemRow();

    [GeneratedRegex(@"^\| (?<items>none|`.+) \| `(?<digest>[0-9a-f]{64})` \|$")]
    private static partial Regex CatalogueRow();

    [GeneratedRegex(@"`(?<id>[^`]+)` (?<revision>\d+) (?<state>live|tombstone)")]
    private static partial Regex NamedItem();
}
