using Google.Protobuf.Collections;
using Hub.Catalogue.V1;

namespace Hub.Api.Catalogue;

/// <summary>What a message of items must satisfy as a whole; a message that breaks this ends the call.</summary>
internal static class ItemsRules
{
    public static void Check(Items items)
    {
        if (items.FirstSequence < 1)
        {
            throw CatalogueFailures.Invalid(
                "SEQUENCE_NOT_POSITIVE", "items.first_sequence", "Sequences start at 1.", "Urutan dimulai dari 1.");
        }

        CheckCount(items.Items_, "items.items");
    }

    public static void CheckCount(RepeatedField<Item> items, string field)
    {
        if (items.Count is < 1 or > CatalogueOptions.MostItems)
        {
            throw CatalogueFailures.Invalid(
                "ITEM_COUNT", field, $"Send 1 to 1,000 items a message, not {items.Count}.", $"Kirim 1 sampai 1.000 item per pesan, bukan {items.Count}.");
        }
    }
}
