using System.Text.Json.Serialization;
using Hub.Api.Followers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Api.Hosting;

/// <summary>Answers <c>/health/live</c> (the process runs) and <c>/health/ready</c> (it can serve, else 503 naming the part that fails).</summary>
internal static class HealthEndpoints
{
    public static void MapHealthEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => TypedResults.Json(new HealthAnswer("live", []), HealthJson.Default.HealthAnswer));
        endpoints.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<JsonHttpResult<HealthAnswer>> ReadyAsync(
        Readiness readiness, FollowerReport followers, HttpContext http, CancellationToken cancel)
    {
        var parts = await readiness.CheckAsync(cancel);
        var isReady = parts.All(part => part.Failure is null);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new HealthAnswer(
                isReady ? "ready" : "not_ready",
                [.. parts.Select(part => new HealthPart(part.Name, part.Failure is null ? "ok" : "failed", part.Failure))],
                isReady ? await followers.ReadAsync(cancel) : null),
            HealthJson.Default.HealthAnswer,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="Status">Whether the hub lives, or is ready.</param>
/// <param name="Parts">What it needs to serve.</param>
/// <param name="Followers">How old derived data is; null while the hub is not ready.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<HealthPart> Parts, IReadOnlyList<FollowerState>? Followers = null);

internal sealed record HealthPart(string Name, string Status, string? Reason);

[JsonSerializable(typeof(HealthAnswer))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class HealthJson : JsonSerializerContext;
