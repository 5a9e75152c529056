using Hub.Catalogue.V1;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

/// <summary>Makes rows and maps for tests.</summary>
internal static class Rows
{
    /// <summary>One row, as pairs of column and value.</summary>
    public static Row Of(params (string Column, string Value)[] pairs) =>
        new(new([.. pairs.Select(pair => pair.Column)]), [.. pairs.Select(pair => pair.Value)], 2);

    /// <summary>Maps one row whose key is <c>id</c> to an item of revision 1.</summary>
    public static Item Map(string kind, string fields, params (string Column, string Value)[] pairs) =>
        Map($$"""{ "kind": "{{kind}}", "id": "id", "revision": { "constant": 1 }, "fields": {{fields}} }""", pairs);

    /// <summary>Maps one row.</summary>
    public static Item Map(string map, (string Column, string Value)[] pairs, string file = "offers.csv", long? revision = null) =>
        new Mapper(MapReader.Read(map, "."), file, revision).Map(Of([("id", "1"), .. pairs]));
}
