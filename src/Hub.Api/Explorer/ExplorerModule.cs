using Microsoft.Extensions.FileProviders;

namespace Hub.Api.Explorer;

/// <summary>
/// A page to try queries on, for a browser that opens <c>/graphql</c> in Development: GraphiQL where npm fetched it when the hub was built,
/// else a small page of our own. Nothing is loaded from elsewhere.
/// </summary>
internal static class ExplorerModule
{
    private const string Path = "/graphql";

    /// <summary>Where the pages take the examples from.</summary>
    private const string Examples = "[/* examples */]";

    // GraphiQL sets styles on elements and carries its fonts as data.
    private const string Policy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; frame-ancestors 'none'";

    /// <summary>Puts the page before the GraphQL endpoint. Outside Development there is none.</summary>
    public static void UseExplorer(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return;

        var scripts = System.IO.Path.Combine(AppContext.BaseDirectory, "graphiql");
        var hasGraphiQL = Directory.Exists(scripts);
        if (hasGraphiQL)
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(scripts), RequestPath = "/graphiql" });

        var page = Page(hasGraphiQL ? "graphiql.html" : "query-page.html");
        app.Use((http, next) => IsForPage(http.Request) ? ShowAsync(http, page) : next(http));
    }

    // A browser that was typed into asks for HTML; a GET with a query is an operation, whoever sends it.
    private static bool IsForPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path.Equals(Path, StringComparison.Ordinal)
        && !request.Query.ContainsKey("query")
        && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    private static Task ShowAsync(HttpContext http, byte[] page)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = page.Length;
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept";
        return http.Response.Body.WriteAsync(page, http.RequestAborted).AsTask();
    }

    private static byte[] Page(string name)
    {
        using var stream = typeof(ExplorerModule).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in the program.");
        using var reader = new StreamReader(stream);
        return System.Text.Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace(Examples, ExampleQueries.Json(), StringComparison.Ordinal));
    }
}
