using Microsoft.Extensions.Primitives;

namespace Hub.Api.Hosting;

/// <summary>
/// What every HTTP answer says to browsers and caches on its way, and how failures are told: as a problem (RFC 9457), without a word of the
/// inside. An endpoint that may be cached, or a page, sets its own <c>Cache-Control</c> or policy over this one. CORS stays off: browsers of
/// other sites get nothing.
/// </summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoStore = "no-store";

    // An answer is data. Whoever shows it in a browser loads nothing by it and frames it nowhere.
    private static readonly StringValues Policy = "default-src 'none'; frame-ancestors 'none'";

    // RFC 6797. Subdomains are not the hub's to speak for.
    private static readonly StringValues OnlyTls = "max-age=31536000";

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        app.Use((http, next) =>
        {
            // gRPC is no browser's, and its answers are not for caches.
            if (IsGrpc(http.Request))
                return next(http);
            Set(http);

            // TRACE would tell a script what credentials the browser sent.
            return http.Request.Method is "TRACE" or "TRACK" ? TellAsync(http, StatusCodes.Status405MethodNotAllowed) : next(http);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // What the server found wrong with the request (too slow, too large, not well formed) is the caller's, and no line in the log.
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = failure => failure.Exception is BadHttpRequestException,
            ExceptionHandler = http =>
            {
                // Whatever was set before was taken back.
                if (!IsGrpc(http.Request))
                    Set(http);
                return TellAsync(http, http.Response.StatusCode);
            },
        });
        app.UseStatusCodePages(bare => TellAsync(bare.HttpContext, bare.HttpContext.Response.StatusCode));
    }

    private static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) is true;

    private static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = NoStore;
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = OnlyTls;
    }

    /// <summary>Tells a problem in JSON, also to those who would rather have HTML.</summary>
    private static Task TellAsync(HttpContext http, int status) => TypedResults.Problem(statusCode: status).ExecuteAsync(http);
}
