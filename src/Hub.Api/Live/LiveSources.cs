namespace Hub.Api.Live;

/// <summary>Where the events of subscriptions come from.</summary>
internal sealed record LiveSources(CatalogueChanges Changes, SyncProgress Progress);
