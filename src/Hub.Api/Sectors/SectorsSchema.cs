using Hub.Api.Catalogue;
using Hub.Data.Sectors;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Sectors;

/// <summary>What dashboards see of sectors.</summary>
internal static class SectorsSchema
{
    public static void AddSectors(this SchemaBuilder schema) => schema
        .Enum<SectorCode>("SectorCode", "Sector of Bursa Kerja Mandiri, or other.", code => code
            .Value(SectorCode.Beauty, "Beauty.")
            .Value(SectorCode.Fitness, "Fitness.")
            .Value(SectorCode.Cleaning, "Cleaning.")
            .Value(SectorCode.Repair, "Repair.")
            .Value(SectorCode.Construction, "Construction.")
            .Value(SectorCode.Automotive, "Automotive.")
            .Value(SectorCode.Other, "None of the six."))
        .Type<Sector>("Sector", "A sector with its names and the occupations that belong to it.", sector => sector
            .Requires("dashboard.read")
            .Key(s => s.Id)
            .EntityKey("code")
            .Field("code", s => s.Code, "Code of the sector.")
            .Field("nameId", s => s.NameId, "Name in Indonesian.")
            .Field("nameEn", s => s.NameEn, "Name in English.")
            .Field("occupationCodes", s => s.OccupationCodes, "KBJI (ISCO-08) codes of four digits that belong to it.", f => f.JsonList())
            .OfferLists(s => s.Offers, "of the sector"))
        .Connection<Sector>("sectors", "The sectors.")
        .Lookup<Sector>("sector", "The sector of a code; null when it is not in use.", s => s.Code, "code", "Code of the sector.");
}
