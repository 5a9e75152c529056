using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Hub.Catalogue.V1;
using Hub.Samples.Quickstart.Generator;

namespace Hub.Samples.Quickstart.Bundled;

/// <summary>Moves the dates of the bundled items, so that a course begins in some weeks whenever the quickstart is run.</summary>
internal static class ItemDates
{
    private const int SecondsAWeek = 7 * 24 * 60 * 60;

    /// <summary>Whole weeks from the calendar of the catalogues to the given day; zero before it starts.</summary>
    public static int WeeksToMove(DateOnly today) => Math.Max(0, (today.DayNumber - SampleCalendar.Start.DayNumber + 6) / 7);

    /// <summary>Moves every date of the item. That changes it, so its revision rises by as much.</summary>
    public static void Move(Item item, int weeks)
    {
        item.Revision += weeks;
        if (weeks > 0)
            Move((IMessage)item, weeks);
    }

    private static void Move(IMessage message, int weeks)
    {
        if (message is Timestamp timestamp)
        {
            timestamp.Seconds += weeks * (long)SecondsAWeek;
            return;
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field is { FieldType: FieldType.Message, IsMap: false }))
        {
            var value = field.Accessor.GetValue(message);
            foreach (var part in (field.IsRepeated ? (IEnumerable)value : new[] { value }).OfType<IMessage>())
                Move(part, weeks);
        }
    }
}
