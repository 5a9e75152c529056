using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Hub.Data.Clusters;

/// <summary>
/// Texts as they are compared: lower case, no diacritics, no punctuation, words parted by one blank. A plus or hash that ends a word stays, as
/// in <c>c++</c>.
/// </summary>
internal static class PlainText
{
    /// <summary>Words that say nothing of what is offered.</summary>
    private static readonly FrozenSet<string> Fillers = Words("""
        dan atau yang di ke dari untuk dengan pada dalam bagi oleh sebagai para serta agar
        kursus pelatihan kelas belajar program materi
        lowongan loker kerja pekerjaan posisi dibutuhkan dicari mencari segera butuh
        a an the of for and or to in on at with by from
        course courses training class classes program programme
        job jobs vacancy position hiring urgently urgent needed wanted we are
        """);

    /// <summary>Legal forms, which one platform writes and another leaves out.</summary>
    private static readonly FrozenSet<string> LegalForms = Words("""
        pt cv tbk ud yayasan yys persero perseroan terbatas firma
        inc incorporated llc ltd limited corp corporation co company pte gmbh
        """);

    /// <summary>A title without fillers; with them when nothing else is left.</summary>
    public static string Title(string text) => Without(JoinLetters(Split(text)), Fillers);

    /// <summary>A name of a provider or employer without its legal form. Empty when there is no name.</summary>
    public static string Name(string? text) => text is null ? "" : Without(JoinLetters(Split(text)), LegalForms);

    /// <summary>A code: what parts it is one dash, wherever and whatever it was. Empty when there is no code.</summary>
    public static string Code(string? text) => text is null ? "" : string.Join('-', Split(text));

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var ends = false;
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark)
                continue;
            var isWord = Rune.IsLetterOrDigit(rune);
            var isEnd = rune.Value is '+' or '#' && word.Length > 0;
            if (word.Length > 0 && ((!isWord && !isEnd) || (isWord && ends)))
                End();
            if (!isWord && !isEnd)
                continue;
            word.Append(Rune.ToLowerInvariant(rune).ToString());
            ends = isEnd;
        }

        if (word.Length > 0)
            End();
        return words;

        void End()
        {
            words.Add(word.ToString());
            word.Clear();
            ends = false;
        }
    }

    /// <summary>Single letters in a row are one word: P.T. is PT.</summary>
    private static List<string> JoinLetters(List<string> words)
    {
        var joined = new List<string>();
        var afterLetter = false;
        foreach (var word in words)
        {
            var isLetter = word.Length == 1 && char.IsAsciiLetter(word[0]);
            if (isLetter && afterLetter)
                joined[^1] += word;
            else
                joined.Add(word);
            afterLetter = isLetter;
        }

        return joined;
    }

    private static string Without(List<string> words, FrozenSet<string> left)
    {
        var kept = words.Where(word => !left.Contains(word)).ToList();
        return string.Join(' ', kept.Count > 0 ? kept : words);
    }

    private static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
