using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>
/// O4: a client's secret is rotated while its programs ask two processes on one data directory for 200 tokens a second. None fails while
/// both secrets live, and the old one is dead within a second of its end on both.
/// </summary>
public sealed class SecretRotationTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rotation_under_load_fails_no_request_and_ends_the_old_secret_in_time()
    {
        using var folder = new TemporaryFolder();
        await using var one = await HubProcess.StartAsync(folder.Path, Cancel);
        await using var two = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await one.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        var keep = TimeSpan.FromSeconds(Rigs.Times(8, 30));
        var (oldSecret, newSecret) = (partner.ClientSecret, "");
        var end = DateTimeOffset.MaxValue;
        var answers = new ConcurrentBag<Answer>();

        var rotating = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
            var rotated = await one.RunAsync(Cancel, "clients", "rotate-secret", partner.ClientId, "--keep-old", $"{keep.TotalSeconds:F0}s");
            Volatile.Write(ref newSecret, rotated.GetProperty("client_secret").GetString()!);
            return DateTimeOffset.Parse(rotated.GetProperty("old_expires_at").GetString()!, CultureInfo.InvariantCulture);
        }, Cancel);
        var started = Stopwatch.GetTimestamp();
        var asking = new List<Task>();
        using var timer = new PeriodicTimer(Tick);
        for (var i = 0; TimeProvider.System.GetUtcNow() < end; i++)
        {
            // Two requests each tick, one at each process; every other tick with the new secret, once there is one.
            await timer.WaitForNextTickAsync(Cancel);
            var isOld = i % 2 == 0 || Volatile.Read(ref newSecret).Length == 0;
            asking.Add(AskAsync(one, isOld));
            asking.Add(AskAsync(two, isOld));
            if (rotating.IsCompletedSuccessfully)
                end = await rotating;
        }

        await Task.WhenAll(asking);
        var took = Stopwatch.GetElapsedTime(started);
        var lasts = await Task.WhenAll(LastUseAsync(one), LastUseAsync(two));
        var whileBothLive = answers.Where(answer => !answer.IsOld || answer.AnsweredAt < end).ToList();

        Assert.Empty(whileBothLive.Where(answer => answer.Status != HttpStatusCode.OK).Select(answer => answer.Status));
        Assert.All(lasts, last => Assert.True(last < TimeSpan.FromSeconds(1), $"The old secret got a token {last} after its end."));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(one, false)).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(two, false)).Status);
        var times = whileBothLive.Select(answer => answer.Took.TotalMilliseconds).Order().ToList();
        Rigs.Say($"{whileBothLive.Count / took.TotalSeconds:0} requests/s for {took.TotalSeconds:0.0} s, {whileBothLive.Count} while both lived, 0 failed");
        Rigs.Say($"p50 {times[times.Count / 2]:0.0} ms, p99 {times[times.Count * 99 / 100]:0.0} ms; the old secret last worked {lasts[0].TotalMilliseconds:0} and {lasts[1].TotalMilliseconds:0} ms after its end");

        async Task<Answer> AskAsync(HubProcess hub, bool isOld)
        {
            var began = Stopwatch.GetTimestamp();
            using var form = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("client_id", partner.ClientId),
                new("client_secret", isOld ? oldSecret : Volatile.Read(ref newSecret)),
            ]);
            using var response = await hub.Http.PostAsync("/connect/token", form, Cancel);
            var answer = new Answer(isOld, response.StatusCode, TimeProvider.System.GetUtcNow(), Stopwatch.GetElapsedTime(began));
            answers.Add(answer);
            return answer;
        }

        // How long after its end the old secret last got a token; negative or zero when it got none. A second says enough.
        async Task<TimeSpan> LastUseAsync(HubProcess hub)
        {
            var last = TimeSpan.Zero;
            while (TimeProvider.System.GetUtcNow() - end < TimeSpan.FromSeconds(1.5))
            {
                var asked = TimeProvider.System.GetUtcNow();
                if ((await AskAsync(hub, true)).Status != HttpStatusCode.OK)
                    return last;
                last = asked - end;
            }

            return last;
        }
    }

    private sealed record Answer(bool IsOld, HttpStatusCode Status, DateTimeOffset AnsweredAt, TimeSpan Took);
}
