using Google.Protobuf.Collections;
using Hub.Api.Hosting;
using Hub.Catalogue.V1;

namespace Hub.Api.Catalogue;

/// <summary>What a message of items must satisfy as a whole; a message that breaks this ends the call.</summary>
internal static class ItemsRules
{
    public static void Check(Items items)
    {
        if (items.FirstSequence < 1)
        {
            throw CatalogueFailures.Invalid(FailureReasons.SequenceNotPositive, "items.first_sequence");
        }

        CheckCount(items.Items_, "items.items");
    }

    public static void CheckCount(RepeatedField<Item> items, string field)
    {
        if (items.Count is < 1 or > CatalogueOptions.MostItems)
        {
            throw CatalogueFailures.Invalid(FailureReasons.ItemCount, field, items.Count);
        }
    }
}
