using Google.Protobuf.WellKnownTypes;
using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data.Feed;
using Hub.Feed.V1;

namespace Hub.Api.Feed;

/// <summary>Builds the contract's messages from what was read.</summary>
internal static class FeedMessages
{
    public static WatchResponse Change(FeedChange change, long previous) => new()
    {
        Change = new()
        {
            Position = change.Position,
            PrevPosition = previous,
            Kind = (ChangeKind)change.Kind,
            OfferId = change.OfferPublicId.ToString(),
            Source = change.Source.ToString(),
            ExternalId = change.ExternalId,
            Before = change.Before is { } before ? Keys(before) : null,
            After = change.After is { } after ? Keys(after) : null,
            Item = change.Offer is { } offer ? Item(offer) : null,
            CommittedAt = Timestamp.FromDateTimeOffset(change.CommittedAt),
        },
    };

    public static WatchResponse Shown(FeedOffer offer, long position) => new()
    {
        Change = new()
        {
            Position = position,
            Kind = ChangeKind.Published,
            OfferId = offer.PublicId.ToString(),
            Source = offer.Source.ToString(),
            ExternalId = offer.ExternalId,
            After = Keys(offer.Keys),
            Item = Item(offer),
            CommittedAt = Timestamp.FromDateTimeOffset(offer.ChangedAt),
        },
    };

    public static WatchResponse Bookmark(long position, long last, DateTimeOffset? committedAt) => new()
    {
        Bookmark = new() { Position = position, LastPosition = last, CommittedAt = committedAt?.ToTimestamp() },
    };

    public static WatchResponse SnapshotBegin(long position) => new() { SnapshotBegin = new() { Position = position } };

    public static WatchResponse SnapshotEnd(long position, long count, DateTimeOffset? committedAt) => new()
    {
        SnapshotEnd = new() { Position = position, Count = count, CommittedAt = committedAt?.ToTimestamp() },
    };

    private static Item Item(FeedOffer offer)
    {
        var item = ItemMessages.Of(offer.Keys.Kind, offer.Body);
        (item.ExternalId, item.Revision) = (offer.ExternalId, offer.Revision);
        return item;
    }

    private static ChangeKeys Keys(in FeedKeys keys) => new()
    {
        OfferKind = (Hub.Registry.V1.OfferKind)keys.Kind,
        Sector = (Sector)(keys.Sector ?? 0),
        AreaCodes = { AreaKeys.Split(keys.Areas) },
    };
}
