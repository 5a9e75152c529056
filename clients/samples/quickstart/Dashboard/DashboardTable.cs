using System.Globalization;
using System.Text.Json;
using Hub.Samples.Quickstart.Showing;

namespace Hub.Samples.Quickstart.Dashboard;

/// <summary>Shows what the dashboard query found.</summary>
internal static class DashboardTable
{
    private static readonly (string Field, string Title)[] Roots =
    [
        ("courses", "courses on site, cheapest first"),
        ("gigs", "cleaning gigs, best paid first"),
        ("vacancies", "vacancies in Jawa Barat, best paid first"),
    ];

    public static void Show(Screen screen, JsonElement data)
    {
        foreach (var (field, title) in Roots)
        {
            var connection = data.GetProperty(field);
            var table = Screen.NewTable($"{connection.GetProperty("totalCount").GetInt64()} {title}", "amount", "area", "participant");
            foreach (var offer in connection.GetProperty("nodes").EnumerateArray())
            {
                Screen.AddRow(
                    table,
                    offer.GetProperty("title").GetString()!,
                    Amount(offer),
                    Name(offer.GetProperty("area"), "name"),
                    Name(offer.GetProperty("source").GetProperty("participant"), "legalName"));
            }

            screen.Console.Write(table);
        }
    }

    private static string Amount(JsonElement offer)
    {
        if (offer.GetProperty("amount") is not { ValueKind: JsonValueKind.Number } amount)
            return "to be agreed";

        var unit = offer.TryGetProperty("unit", out var told) && told.ValueKind == JsonValueKind.String
            ? $" a {told.GetString()!.ToLowerInvariant()}"
            : "";
        return $"Rp {amount.GetInt64().ToString("N0", CultureInfo.InvariantCulture)}{unit}";
    }

    private static string Name(JsonElement entity, string field) =>
        entity.ValueKind == JsonValueKind.Object ? entity.GetProperty(field).GetString()! : "";
}
