namespace Hub.GraphQL.Validation;

/// <summary>
/// Sorts short lists by the steps a JavaScript engine takes. It matters where a comparison is no strict order, as that of
/// suggested types: the same steps give the same list.
/// </summary>
internal static class BinaryInsertion
{
    public static void Sort<T>(List<T> items, Comparison<T> compare)
    {
        for (var next = Run(items, compare); next < items.Count; next++)
        {
            var item = items[next];
            var (left, right) = (0, next);
            while (left < right)
            {
                var middle = left + ((right - left) >> 1);
                if (compare(item, items[middle]) < 0)
                    right = middle;
                else
                    left = middle + 1;
            }

            items.RemoveAt(next);
            items.Insert(left, item);
        }
    }

    /// <summary>Length of the run the list begins with; one that falls is turned round.</summary>
    private static int Run<T>(List<T> items, Comparison<T> compare)
    {
        if (items.Count < 2)
            return items.Count;

        var falls = compare(items[1], items[0]) < 0;
        var end = 2;
        while (end < items.Count && compare(items[end], items[end - 1]) < 0 == falls)
            end++;
        if (falls)
            items.Reverse(0, end);
        return end;
    }
}
