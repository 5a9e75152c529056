using Hub.Data.Catalogue;
using Hub.Data.Sectors;

namespace Hub.Benchmarks.Read;

/// <summary>Answers of the endpoint over EF Core, as its developer would declare them.</summary>
internal static class EfRows
{
    public sealed record Named(string Name);

    public sealed record Place(string Name, Named? Parent);

    public sealed record Partner(string LegalName);

    public sealed record SourceRow(string Name, Partner Participant);

    public sealed record GigRow(
        Guid Id, string Title, PayUnit? PayUnit, long? PayMinIdr, long? PayMaxIdr, int? Openings, DateTimeOffset PublishedAt, SourceRow Source, Place? Area);

    public sealed record PagedGig(Guid Id, string Title, long? PayMinIdr, DateTimeOffset PublishedAt, Place? Area);

    public sealed record RunRow(Guid Id, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, int? Capacity, string? VenueName);

    public sealed record CourseRow(
        Guid Id, string Title, string? ProviderName, long? PriceIdr, DeliveryMode? Mode, int? Hours, Named Source, long SourceId, string ExternalId);

    public sealed record CourseNode(Guid Id, string Title, string? ProviderName, long? PriceIdr, DeliveryMode? Mode, int? Hours, Named Source, Nodes<RunRow> Runs);

    public sealed record Group(GroupKey Key, Aggregate Aggregate);

    public sealed record GroupKey(ProvinceRow? Province, SectorRow? Sector);

    public sealed record ProvinceRow(string Code, string Name);

    public sealed record SectorRow(SectorCode Code, string NameId);

    public sealed record Aggregate(long Count, Sums Sum);

    public sealed record Sums(long? PayMinIdr);

    public sealed record Nodes<T>(IReadOnlyList<T> Items)
    {
        [System.Text.Json.Serialization.JsonPropertyName("nodes")]
        public IReadOnlyList<T> Items { get; } = Items;
    }

    public sealed record Paged<T>(IReadOnlyList<T> Nodes, Info PageInfo);

    public sealed record Info(bool HasNextPage);
}
