using Hub.Api.Catalogue;
using Hub.Data.Areas;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Areas;

/// <summary>What dashboards see of places.</summary>
internal static class AreasSchema
{
    public static void AddAreas(this SchemaBuilder schema) => schema
        .Enum<AreaLevel>("AreaLevel", "Level of a place in the Kemendagri code.", level => level
            .Value(AreaLevel.Province, "A province.")
            .Value(AreaLevel.Regency, "A regency (kabupaten) or city (kota).")
            .Value(AreaLevel.District, "A district (kecamatan).")
            .Value(AreaLevel.Village, "A village (desa or kelurahan)."))
        .Type<Area>("Area", "A place of the official list, by its Kemendagri code.", area => area
            .Requires("dashboard.read")
            .Key(a => a.Id)
            .EntityKey("code")
            .Field("code", a => a.Code, "Kemendagri code, such as `33` or `33.25`.")
            .Field("name", a => a.Name, "Official name.")
            .Field("level", a => a.Level, "Level of the place.")
            .Field("parent", a => a.Parent, "The place it lies in; null for a province.")
            .Connection("children", a => a.Children, "The places directly inside.", children => children
                .DefaultOrder(a => a.Code).PageSize(standard: 100, most: 1_000))
            .OfferLists(a => a.Parts.SelectMany(p => p.Part.Offers), "whose first place is it or lies anywhere inside it"))
        .Connection<Area>("areas", "Places of the official list.", areas => areas
            .DefaultOrder(a => a.Code).PageSize(standard: 50, most: 1_000))
        .Lookup<Area>("area", "The place of a code; null when the list has none.", a => a.Code, "code", "Kemendagri code, such as `33.25`.");
}
