namespace Hub.Data.Catalogue;

/// <summary>Revisions for partners that count none: the number of the snapshot that last changed an item.</summary>
internal static class EpochRules
{
    /// <summary>The item with the revision it had where it says nothing new, else with the number of this snapshot.</summary>
    public static ItemWrite Revise(ItemWrite item, in StoredItem stored, long epoch)
    {
        var isSame = item.Verb switch
        {
            ItemVerb.Touch => true,
            ItemVerb.Tombstone => stored.SaidState == SaidState.Tombstone,
            _ => stored.SaidState != SaidState.Tombstone && item.Hash == stored.SaidHash,
        };
        return item.WithRevision(stored.Exists && isSame ? stored.SaidRevision : Math.Max(epoch, stored.SaidRevision + 1));
    }
}
