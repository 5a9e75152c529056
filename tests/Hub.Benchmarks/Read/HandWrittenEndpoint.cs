using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Read;

/// <summary>
/// What a careful developer writes by hand instead of a GraphQL server: one minimal endpoint a question, raw ADO.NET, pooled connections
/// with prepared commands that are kept, the file mapped, JSON straight to the response. The same answers, byte for byte but for order.
/// It checks no token and counts no cost.
/// </summary>
internal static class HandWrittenEndpoint
{
    private static readonly ConcurrentBag<HandWrittenReader> Readers = [];

    public static async Task<int> RunAsync(string dataFolder, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        foreach (var (name, answer) in HandWrittenQueries.All)
        {
            app.MapGet("/" + name, (HttpContext http) =>
            {
                if (!Readers.TryTake(out var reader))
                    reader = new(dataFolder);
                http.Response.ContentType = "application/json";
                using var json = new Utf8JsonWriter(http.Response.BodyWriter);
                json.WriteStartObject();
                json.WriteStartObject("data");
                answer(reader, http.Request.Query, json);
                json.WriteEndObject();
                json.WriteEndObject();
                json.Flush();
                http.Response.ContentLength = json.BytesCommitted;
                Readers.Add(reader);
                return Task.CompletedTask;
            });
        }

        await app.RunAsync();
        return 0;
    }

    /// <summary>An instant as the hub writes it.</summary>
    public static string Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        .ToString(milliseconds % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
