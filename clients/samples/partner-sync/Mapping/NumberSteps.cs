using System.Globalization;

namespace PartnerSync;

/// <summary>Reads whole numbers; what is none, or out of range, is left unset.</summary>
/// <param name="group">Sign between thousands, such as <c>.</c>; null when there is none.</param>
/// <param name="least">Least number that is taken.</param>
/// <param name="most">Largest number that is taken.</param>
internal sealed class NumberStep(string? group, long least, long most) : Step
{
    private readonly string _wanted = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    public override void Apply(in Row row, Cell cell) => cell.ForEach(
        text => Numbers.TryRead(text, group, out var number) && number == decimal.Truncate(number) && number >= least && number <= most
            ? number.ToString("0", CultureInfo.InvariantCulture)
            : null,
        _wanted);
}

/// <summary>Reads amounts of whole rupiah. Another currency leaves the amount unset: it is never converted.</summary>
/// <param name="currency">Currency of every row; null when a column tells it.</param>
/// <param name="currencyColumn">Column that names the currency; null when it is the same in every row.</param>
/// <param name="group">Sign between thousands; null when there is none.</param>
/// <param name="least">Least amount that is plausible; below it stands something else, such as millions.</param>
internal sealed class MoneyStep(string? currency, string? currencyColumn, string? group, long least) : Step
{
    private readonly string _wanted = string.Create(CultureInfo.InvariantCulture, $"an amount of whole rupiah, {least} or more");

    public override void Apply(in Row row, Cell cell)
    {
        var told = currencyColumn is null ? currency : row[currencyColumn].Trim();
        if (!string.Equals(told, "IDR", StringComparison.OrdinalIgnoreCase))
        {
            cell.Unset();
            return;
        }

        cell.ForEach(
            text => Numbers.TryRead(text, group, out var amount) && amount == decimal.Truncate(amount) && amount >= least
                ? amount.ToString("0", CultureInfo.InvariantCulture)
                : null,
            _wanted);
    }
}

/// <summary>Reads numbers as files write them.</summary>
internal static class Numbers
{
    private const NumberStyles Style = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowDecimalPoint;

    // Sums of rupiah stay far below; a decimal of 28 digits would not fit a field.
    private const decimal Most = 9_007_199_254_740_991m;

    public static bool TryRead(string text, string? group, out decimal number)
    {
        if (group is not null)
        {
            text = text.Replace(group, "", StringComparison.Ordinal);

            // Where the dot parts thousands, the comma parts decimals.
            if (group == ".")
                text = text.Replace(',', '.');
        }

        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && number <= Most;
    }
}
