using System.Diagnostics;
using System.Globalization;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.GraphQL.Http;

/// <summary>Answers GraphQL over HTTP: POST and GET, two media types, the status codes each of them asks for, and streams.</summary>
internal sealed class GraphQLEndpoint(GraphQLEngine engine, GraphQLHttpOptions options, ILogger<GraphQLEndpoint> log, CancellationToken stopping)
{
    public async Task HandleAsync(HttpContext http)
    {
        var request = http.Request;
        var isGet = HttpMethods.IsGet(request.Method);
        if (http.WebSockets.IsWebSocketRequest)
        {
            await new SocketConnection(engine, options, http, log, stopping).RunAsync();
        }
        else if (MediaTypes.Negotiate(request) is not { } mediaType)
        {
            const string message = "Accept application/graphql-response+json, application/json or text/event-stream.";
            await WriteAsync(http, MediaTypes.Json, new(StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", message));
        }
        else if (!isGet && !HttpMethods.IsPost(request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            await WriteAsync(http, mediaType, new(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries."));
        }
        else if (options.HasCaller(http))
        {
            await ExecuteAsync(http, mediaType, isGet);
        }
        else
        {
            await WriteAsync(http, mediaType, new(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", "The request names no caller."));
        }
    }

    /// <summary>Answers as JSON: what is no stream, and a stream that did not begin.</summary>
    public async Task WriteAsync(HttpContext http, string mediaType, int status, GraphQLResponse response)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        http.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (response.Outcome == Outcome.NotAQuery)
            http.Response.Headers.Allow = "POST";
        if (response.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (response.Body.Length >= options.CompressFromBytes && Compression.Negotiate(http.Request) is { } encoding)
        {
            using var compressed = Compression.Compress(response.Body, encoding);
            http.Response.Headers.ContentEncoding = encoding;
            http.Response.ContentLength = compressed.Length;
            await compressed.CopyToAsync(http.Response.Body, http.RequestAborted);
            return;
        }

        http.Response.ContentLength = response.Body.Length;
        await http.Response.Body.WriteAsync(response.Body, http.RequestAborted);
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

            var caller = options.Caller(http);
            using var streamed = mediaType == MediaTypes.EventStream ? null : new StreamedBody(http, mediaType, options.LongestStall);
            request = RequestReader.WithHeaders(request, http.Request, caller, options.Rules(caller), streamed);
            if (streamed is null)
            {
                await new EventStream(engine, options, this, stopping).RunAsync(http, request);
                return;
            }

            using var response = await engine.ExecuteAsync(request, cancel);
            if (response.IsStreamed)
            {
                await streamed.CompleteAsync(response.Body, cancel);
                return;
            }

            if (response.Outcome == Outcome.TimedOut)
                log.OperationTimedOut();
            await WriteAsync(http, mediaType, Status(response.Outcome, mediaType), response);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Nobody is there to answer; the server ends the exchange.
        }
        catch (ResponseBrokenException e)
        {
            // The client must not take what it has for the whole.
            if (!cancel.IsCancellationRequested)
                log.ResponseBroken(e.Message, e);
            http.Abort();
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            // The edge: whatever it was, the client hears of it in JSON and the log holds the rest.
            await WriteAsync(http, mediaType, Fault(e, http, log));
        }
    }

    /// <summary>Logs a fault and words it for the client.</summary>
    public static BadRequest Fault(Exception e, HttpContext http, ILogger log)
    {
        var traceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        log.OperationFailed(e, traceId);
        return new(StatusCodes.Status500InternalServerError, "INTERNAL", $"The server failed. Trace {traceId}.");
    }

    /// <summary>Under application/json a request that was understood is answered with 200, whatever was wrong with it.</summary>
    public static int Status(Outcome outcome, string mediaType) => outcome switch
    {
        Outcome.Executed => StatusCodes.Status200OK,
        Outcome.NotAQuery => StatusCodes.Status405MethodNotAllowed,
        Outcome.TimedOut => StatusCodes.Status503ServiceUnavailable,
        Outcome.TooCostly => StatusCodes.Status429TooManyRequests,
        _ => mediaType == MediaTypes.Json ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
    };

    private async Task WriteAsync(HttpContext http, string mediaType, BadRequest error)
    {
        using var response = GraphQLResponse.Of(Outcome.Refused, new GraphQLError(error.Message, []) { Code = error.Code });
        await WriteAsync(http, mediaType == MediaTypes.EventStream ? MediaTypes.Json : mediaType, error.Status, response);
    }
}
