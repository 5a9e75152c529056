using System.Globalization;

namespace Hub.Benchmarks.Read;

/// <summary>Says a figure, the bar it is held to, and whether it is met.</summary>
internal static class Bar
{
    public static void AtLeast(string what, double value, double bar) => Say(value >= bar, what, value, ">=", bar, "x");

    public static void AtMost(string what, double value, double bar, string unit) => Say(value <= bar, what, value, "<=", bar, unit);

    public static double Geometric(IReadOnlyCollection<double> values) => Math.Exp(values.Average(Math.Log));

    private static void Say(bool isMet, string what, double value, string sign, double bar, string unit) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  {(isMet ? "met   " : "MISSED")}  {what,-66} {value,9:0.00} {unit,-4} (bar {sign} {bar:0.##})"));
}
