using Hub.GraphQL.Execution;
using Hub.GraphQL.Subscriptions;
using Microsoft.AspNetCore.Http;

namespace Hub.GraphQL.Http;

/// <summary>
/// Answers one operation as server-sent events, in the distinct connections mode of the GraphQL over SSE protocol: <c>next</c> per answer,
/// then <c>complete</c>. When the server stops, the stream ends without <c>complete</c>, so that clients connect again behind the last id.
/// </summary>
internal sealed class EventStream(GraphQLEngine engine, GraphQLHttpOptions options, GraphQLEndpoint endpoint, CancellationToken stopping)
{
    public async Task RunAsync(HttpContext http, GraphQLRequest request)
    {
        using var life = new StreamEnd(options.Rules(request.Caller).ExpiresAt, options.Follow(request.Caller), engine.Time, http.RequestAborted, stopping);
        try
        {
            var (answer, subscription) = await engine.StartAsync(request, life.Token);
            using (answer)
            {
                if (answer is { Outcome: not Outcome.Executed })
                {
                    // What did not begin is an answer like any other.
                    var status = GraphQLEndpoint.Status(answer.Outcome, MediaTypes.GraphQLResponse);
                    await endpoint.WriteAsync(http, MediaTypes.Json, status, answer);
                    return;
                }

                await StartAsync(http, life.Token);
                if (answer is not null)
                    await NextAsync(http, answer, null, life.Token);
            }

            if (subscription is not null)
                await SendAsync(http, subscription, life.Token);
            await CompleteAsync(http);
        }
        catch (OperationCanceledException) when (life.IsExpired && http.Response.HasStarted)
        {
            using var expired = GraphQLResponse.Of(Outcome.Refused, life.Error);
            await NextAsync(http, expired, null, http.RequestAborted);
            await CompleteAsync(http);
        }
        catch (OperationCanceledException) when (life.Token.IsCancellationRequested)
        {
            // The client is gone, or the server stops: the connection ends as it is.
        }
    }

    private static async Task StartAsync(HttpContext http, CancellationToken cancel)
    {
        var response = http.Response;
        response.ContentType = $"{MediaTypes.EventStream}; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.Body.WriteAsync(":\n\n"u8.ToArray(), cancel);
        await response.Body.FlushAsync(cancel);
    }

    private async Task SendAsync(HttpContext http, Subscription subscription, CancellationToken cancel)
    {
        await using var answers = subscription.Answers!.GetAsyncEnumerator(cancel);
        while (true)
        {
            var next = answers.MoveNextAsync().AsTask();
            try
            {
                while (!await IsThereAsync(next))
                    await WriteAsync(http, ":\n\n"u8.ToArray(), cancel);
            }
            finally
            {
                // An enumerator may only be left while it is not on its way.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!await next)
                return;
            using var response = answers.Current.Response;
            await NextAsync(http, response, answers.Current.Id, cancel);
        }
    }

    /// <summary>Waits for an answer, but no longer than the stream may be silent.</summary>
    private async Task<bool> IsThereAsync(Task next)
    {
        if (next.IsCompleted)
            return true;
        try
        {
            await next.WaitAsync(options.KeepAlive, engine.Time, CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task NextAsync(HttpContext http, GraphQLResponse response, string? id, CancellationToken cancel)
    {
        // JSON has no line breaks of its own, so the data is one line.
        var json = new JsonBuffer(response.Body.Length + 64);
        json.Raw("event: next\n"u8);
        if (id is not null)
            json.Raw(System.Text.Encoding.UTF8.GetBytes($"id: {id}\n"));
        json.Raw("data: "u8);
        json.Raw(response.Body.Span);
        json.Raw("\n\n"u8);
        return SendAsync(http, json, cancel);
    }

    private async Task SendAsync(HttpContext http, JsonBuffer json, CancellationToken cancel)
    {
        using (json)
            await WriteAsync(http, json.WrittenMemory, cancel);
    }

    private Task CompleteAsync(HttpContext http) => WriteAsync(http, "event: complete\ndata:\n\n"u8.ToArray(), http.RequestAborted);

    /// <summary>A client that does not read is cut off, so that nothing piles up for it.</summary>
    private async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(options.SendTimeout, engine.Time);
        await using var cut = patience.Token.UnsafeRegister(static state => ((HttpContext)state!).Abort(), http);
        await http.Response.Body.WriteAsync(bytes, cancel);
        await http.Response.Body.FlushAsync(cancel);
    }
}
