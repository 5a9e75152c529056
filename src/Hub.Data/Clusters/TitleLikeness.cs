using System.Collections.Frozen;

namespace Hub.Data.Clusters;

/// <summary>
/// How equal two plain titles are: the share of the trigrams of their words that they have in common (Jaccard), so that the order of words does
/// not count. Words that tell one level, part or speciality from another must be the same, or the titles are not equal at all: "Excel 1" is not
/// "Excel 2", and a consultant for SAP FI is none for SAP CO.
/// </summary>
internal sealed class TitleLikeness
{
    /// <summary>Titles at least this equal are taken for the same.</summary>
    public const double Threshold = 0.8;

    private static readonly FrozenSet<string> Levels = """
        viii
        pengantar dasar pemula menengah lanjutan lanjut mahir
        introduction introductory intro basic basics fundamental fundamentals beginner beginners intermediate advanced expert
        online offline line virtual remote daring luring
        junior jr senior sr lead leader head chief principal manager supervisor spv asisten assistant magang intern internship trainee
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private readonly string _title;
    private readonly long[] _trigrams;
    private readonly string _marks;

    public TitleLikeness(string plainTitle)
    {
        _title = plainTitle;
        var words = plainTitle.Split(' ');
        _trigrams = Trigrams(words);
        _marks = string.Join(' ', words.Where(IsMark).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>1 for equal titles, and 0 for those that are not near-equal.</summary>
    public double To(TitleLikeness other)
    {
        if (string.Equals(_title, other._title, StringComparison.Ordinal))
            return 1;
        if (!string.Equals(_marks, other._marks, StringComparison.Ordinal))
            return 0;
        var (fewer, more) = (Math.Min(_trigrams.Length, other._trigrams.Length), Math.Max(_trigrams.Length, other._trigrams.Length));
        if (fewer < Threshold * more)
            return 0;
        var common = Common(_trigrams, other._trigrams);
        var likeness = (double)common / (fewer + more - common);
        return likeness >= Threshold ? Math.Round(likeness, 4) : 0;
    }

    /// <summary>Numbers, words of up to three letters, which mostly are abbreviations, what ends in plus or hash, and names of levels and modes.</summary>
    private static bool IsMark(string word) => word.Length <= 3 || word[^1] is '+' or '#' || word.Any(char.IsDigit) || Levels.Contains(word);

    /// <summary>The trigrams of each word, with two blanks before it and one behind, in order and each once.</summary>
    private static long[] Trigrams(string[] words)
    {
        var trigrams = new List<long>();
        foreach (var word in words)
        {
            long trigram = 0;
            foreach (var letter in word)
                trigrams.Add(trigram = Shift(trigram, letter));
            trigrams.Add(Shift(trigram, '\0'));
        }

        trigrams.Sort();
        return [.. trigrams.Distinct()];
    }

    private static long Shift(long trigram, char letter) => ((trigram << 16) | letter) & 0xFFFF_FFFF_FFFF;

    private static int Common(long[] one, long[] other)
    {
        int i = 0, j = 0, common = 0;
        while (i < one.Length && j < other.Length)
        {
            var order = one[i].CompareTo(other[j]);
            if (order == 0)
                common++;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return common;
    }
}
