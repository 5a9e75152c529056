using Hub.Testing;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

/// <summary>The parts of the client that wait: credits and pauses.</summary>
public sealed class ClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sender_waits_while_all_credits_are_in_flight()
    {
        var window = new CreditWindow(0, 10);
        await window.WaitAsync(1, 10, Cancel);

        var waiting = window.WaitAsync(11, 15, Cancel);
        var before = waiting.IsCompleted;
        window.Acknowledge(4);
        var still = waiting.IsCompleted;
        window.Acknowledge(5);
        await waiting;

        Assert.False(before);
        Assert.False(still);
    }

    [Fact]
    public async Task One_message_may_always_be_in_flight_and_more_when_the_hub_grants_more()
    {
        var window = new CreditWindow(0, 10);
        await window.WaitAsync(1, 50, Cancel);

        var waiting = window.WaitAsync(51, 60, Cancel);
        window.Grant(60);

        await waiting;
    }

    [Fact]
    public void Pauses_grow_stay_below_a_cap_and_end()
    {
        var clock = new ManualClock();
        var backoff = new Backoff(TimeSpan.FromMinutes(5), clock, new Random(1));

        var pauses = Enumerable.Range(0, 12).Select(_ => backoff.Next(TimeSpan.Zero)!.Value).ToList();
        var asked = backoff.Next(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromMinutes(5));
        var late = backoff.Next(TimeSpan.Zero);
        backoff.Reset();
        var afresh = backoff.Next(TimeSpan.Zero);

        Assert.All(pauses.Index(), pause => Assert.InRange(pause.Item.TotalMilliseconds, 0, Math.Min(20_000, 250 * Math.Pow(2, pause.Index))));
        Assert.True(asked >= TimeSpan.FromSeconds(30));
        Assert.Null(late);
        Assert.InRange(afresh!.Value.TotalMilliseconds, 0, 250);
    }
}
