using System.Diagnostics;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.GraphQL.Http;

/// <summary>Answers GraphQL over HTTP: POST and GET, two media types, and the status codes each of them asks for.</summary>
internal sealed class GraphQLEndpoint(GraphQLEngine engine, GraphQLHttpOptions options, ILogger<GraphQLEndpoint> log)
{
    public async Task HandleAsync(HttpContext http)
    {
        var request = http.Request;
        var isGet = HttpMethods.IsGet(request.Method);
        if (MediaTypes.Negotiate(request) is not { } mediaType)
        {
            const string message = "Accept application/graphql-response+json or application/json.";
            await WriteAsync(http, MediaTypes.Json, new(StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", message));
        }
        else if (!isGet && !HttpMethods.IsPost(request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            await WriteAsync(http, mediaType, new(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries."));
        }
        else
        {
            await ExecuteAsync(http, mediaType, isGet);
        }
    }

    private async Task ExecuteAsync(HttpContext http, string mediaType, bool isGet)
    {
        var cancel = http.RequestAborted;
        try
        {
            var (request, error) = isGet ? RequestReader.ReadQuery(http.Request) : await RequestReader.ReadBodyAsync(http.Request, options, cancel);
            if (request is null)
            {
                await WriteAsync(http, mediaType, error!);
                return;
            }

            using var response = await engine.ExecuteAsync(request with { Caller = options.Caller(http) }, cancel);
            if (response.Outcome == Outcome.TimedOut)
                log.OperationTimedOut();
            if (response.Outcome == Outcome.NotAQuery)
                http.Response.Headers.Allow = "POST";
            await WriteAsync(http, mediaType, Status(response.Outcome, mediaType), response);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Nobody is there to answer; the server ends the exchange.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            // The edge: whatever it was, the client hears of it in JSON and the log holds the rest.
            var traceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
            log.OperationFailed(e, traceId);
            await WriteAsync(http, mediaType, new(StatusCodes.Status500InternalServerError, "INTERNAL", $"The server failed. Trace {traceId}."));
        }
    }

    /// <summary>Under application/json a request that was understood is answered with 200, whatever was wrong with it.</summary>
    private static int Status(Outcome outcome, string mediaType) => outcome switch
    {
        Outcome.Executed => StatusCodes.Status200OK,
        Outcome.NotAQuery => StatusCodes.Status405MethodNotAllowed,
        Outcome.TimedOut => StatusCodes.Status503ServiceUnavailable,
        _ => mediaType == MediaTypes.Json ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
    };

    private static async Task WriteAsync(HttpContext http, string mediaType, BadRequest error)
    {
        using var response = GraphQLResponse.Of(Outcome.Refused, new GraphQLError(error.Message, []) { Code = error.Code });
        await WriteAsync(http, mediaType, error.Status, response);
    }

    private static Task WriteAsync(HttpContext http, string mediaType, int status, GraphQLResponse response)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        http.Response.ContentLength = response.Body.Length;
        http.Response.Headers.Vary = "Accept";
        return http.Response.Body.WriteAsync(response.Body, http.RequestAborted).AsTask();
    }
}
