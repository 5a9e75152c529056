using System.Collections.Concurrent;
using System.Globalization;
using Hub.Api.Access;
using Hub.Api.Hosting;
using Hub.Auth.Bearer;

namespace Hub.Api.Catalogue;

/// <summary>
/// Stands before the uploads for those who were refused again and again and do not wait: here the hub does, with nothing of their call read yet, and
/// refuses them if there is still no place. A loop of thousands of such calls then costs little, and its neighbours hardly notice.
/// </summary>
/// <param name="uploads">How many run.</param>
/// <param name="limits">What a caller is told of the limits with its refusal.</param>
/// <param name="mostWaiting">Calls of all participants that may wait here; more are refused at once.</param>
/// <param name="time">Tells when the wait is over.</param>
internal sealed class UploadDoor(UploadGate uploads, ServiceLimits limits, int mostWaiting, TimeProvider time)
{
    private const int MostTokens = 1_000;

    private readonly GrpcTrailers _refusal = uploads.Refusal.ToTrailers();

    // Whose a token is, as the hub found when it last checked it.
    private readonly ConcurrentDictionary<string, Caller> _hasty = new(StringComparer.Ordinal);
    private int _waiting;

    /// <summary>Calls that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public async Task InvokeAsync(HttpContext http, RequestDelegate upload)
    {
        var token = http.Request.Headers.Authorization.ToString();
        if (_hasty.TryGetValue(token, out var caller) && IsHasty(caller))
        {
            await WaitAsync(http.RequestAborted);
            if (uploads.IsFull(caller.ParticipantId))
            {
                Refuse(http, caller);
                return;
            }
        }

        await upload(http);

        // A bound token says nothing without its proof, which only the way through checks.
        if (http.Features.Get<Caller>() is { Confirmation: null } refused && IsHasty(refused))
            Remember(token, refused);
    }

    private bool IsHasty(Caller caller) => uploads.IsHasty(caller.ParticipantId) && time.GetUtcNow() < caller.ExpiresAt;

    private void Remember(string token, Caller caller)
    {
        if (_hasty.Count >= MostTokens)
            _hasty.Clear();
        _hasty[token] = caller;
    }

    private async Task WaitAsync(CancellationToken gone)
    {
        if (Interlocked.Increment(ref _waiting) <= mostWaiting)
        {
            // Apart from each other, or they would all come back in one moment.
            await Task.Delay(UploadGate.RetryAfter * (1 + Random.Shared.NextDouble()), time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Interlocked.Decrement(ref _waiting);
    }

    private void Refuse(HttpContext http, Caller caller)
    {
        var headers = http.Response.Headers;
        headers.ContentType = "application/grpc";
        _refusal.WriteTo(headers);
        foreach (var (name, value) in limits.Tell(caller))
            headers[name] = value.ToString(CultureInfo.InvariantCulture);
    }
}
