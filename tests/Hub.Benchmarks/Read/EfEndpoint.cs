using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Read;

/// <summary>What most write on .NET: minimal endpoints over EF Core's compiled queries and System.Text.Json. Contexts are kept with their connections open and the file mapped.</summary>
internal static class EfEndpoint
{
    private static readonly ConcurrentBag<HubDbContext> Contexts = [];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper), new InstantConverter() },
    };

    public static async Task<int> RunAsync(string dataFolder, string url)
    {
        var database = new HubDatabase(dataFolder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        foreach (var (name, answer) in EfQueries.All)
        {
            app.MapGet("/" + name, (HttpContext http) =>
            {
                if (!Contexts.TryTake(out var context))
                    context = Open(database);
                var body = JsonSerializer.SerializeToUtf8Bytes(new { data = answer(context, http.Request.Query) }, Json);
                Contexts.Add(context);
                http.Response.ContentType = "application/json";
                http.Response.ContentLength = body.Length;
                return http.Response.Body.WriteAsync(body).AsTask();
            });
        }

        await app.RunAsync();
        return 0;
    }

    private static HubDbContext Open(HubDatabase database)
    {
        var context = database.Open();
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        context.Database.OpenConnection();
        context.Database.ExecuteSqlRaw("PRAGMA query_only = 1; PRAGMA mmap_size = 8589934592; PRAGMA cache_size = -8192");
        return context;
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(HandWrittenEndpoint.Instant(value.ToUnixTimeMilliseconds()));
    }
}
