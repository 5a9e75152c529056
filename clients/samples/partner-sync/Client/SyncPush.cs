using Grpc.Core;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>
/// Pushes one session to the hub: batches, credits, acknowledgements, and a new stream whenever the old one breaks, until the hub closes
/// the session.
/// </summary>
internal sealed class SyncPush(CallInvoker hub, HubToken token, TimeProvider time)
{
    private readonly CatalogueSyncService.CatalogueSyncServiceClient _client = new(hub);

    /// <summary>Sends all items, and commits them if it is a snapshot.</summary>
    /// <param name="options">What to push and how.</param>
    /// <param name="items">The items, in order; read once, by digest several times. A resumed session needs the same items again.</param>
    /// <param name="listener">Hears what happens.</param>
    /// <param name="cancel">Ends the push; what was acknowledged stays.</param>
    public async Task<PushResult> RunAsync(PushOptions options, IEnumerable<Item> items, PushListener listener, CancellationToken cancel)
    {
        var own = options.ByDigest ? OwnCatalogue.Read(items, options.ExpectedCount) : null;
        using var run = new PushRun(options, items, own, listener);
        var backoff = new Backoff(options.RetryFor, time, Random.Shared);
        while (true)
        {
            var before = run.DurableThrough;
            TimeSpan? pause;
            try
            {
                var closed = await run.StreamAsync(_client, await token.HeadersAsync(cancel), cancel);
                return new(closed, run.Read, run.Streams, run.ResumedAfter, run.Wire) { IsBehind = run.IsBehind };
            }
            catch (RpcException exception) when (!cancel.IsCancellationRequested && HubFailure.From(exception).IsTransient)
            {
                var failure = HubFailure.From(exception);
                pause = Pause(failure, run.DurableThrough > before, backoff);
                if (pause is null)
                    throw;
                listener.OnWaiting(pause.Value, failure.ToString());
            }
            catch (RpcException exception) when (run.TryWithoutDigest(HubFailure.From(exception)))
            {
                continue;
            }
            catch (HttpRequestException exception)
            {
                pause = backoff.Next(TimeSpan.Zero);
                if (pause is null)
                    throw;
                listener.OnWaiting(pause.Value, exception.Message);
            }

            await Task.Delay(pause.Value, time, cancel);
        }
    }

    private TimeSpan? Pause(HubFailure failure, bool progressed, Backoff backoff)
    {
        if (progressed)
            backoff.Reset();
        if (failure.Status != StatusCode.Unauthenticated)
            return backoff.Next(failure.RetryAfter);

        // A stream outlives no token. A fresh token that is refused as well will not get better.
        token.Forget();
        return progressed || backoff.IsFresh ? backoff.Next(TimeSpan.Zero) : null;
    }
}
