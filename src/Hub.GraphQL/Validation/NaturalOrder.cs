namespace Hub.GraphQL.Validation;

/// <summary>Orders names as people do: runs of digits by their number, everything else by character.</summary>
internal static class NaturalOrder
{
    public static int Compare(string a, string b)
    {
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            int difference;
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
                difference = Number(a, ref i).CompareTo(Number(b, ref j));
            else
                difference = a[i++] - b[j++];
            if (difference != 0)
                return difference;
        }

        return a.Length - b.Length;
    }

    // A leading zero ends a number: 01 is a zero and a one.
    private static double Number(string text, ref int position)
    {
        double number = 0;
        do
        {
            number = (number * 10) + (text[position++] - '0');
        }
        while (position < text.Length && char.IsAsciiDigit(text[position]) && number > 0);
        return number;
    }
}
