using Grpc.Core;
using Hub.Api.Catalogue;
using Hub.Testing;

namespace Hub.Api.Tests.Catalogue;

public sealed class UploadGateTests
{
    private const long Partner = 1, Neighbour = 2;
    private readonly ManualClock _clock = new();
    private readonly UploadGate _gate;

    public UploadGateTests()
    {
        _gate = new(2, 100, _clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_does_not_wait_is_refused_late_and_a_neighbour_is_let_in_at_once()
    {
        await FillAsync();
        var hasty = EnterAsync();
        Assert.False(hasty.IsCompleted);

        (await _gate.EnterAsync(Neighbour, 10, Cancel)).Dispose();
        _clock.Advance(UploadGate.RetryAfter / 2);
        Assert.False(hasty.IsCompleted);
        _clock.Advance(UploadGate.RetryAfter * 1.5);

        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => hasty)).StatusCode);
    }

    [Fact]
    public async Task Who_waited_is_refused_at_once_or_let_in_once_there_is_a_place()
    {
        var first = await FillAsync();
        _clock.Advance(UploadGate.RetryAfter);
        await AssertRefusedAtOnceAsync(EnterAsync());
        first.Dispose();
        (await _gate.EnterAsync(Partner, 10, Cancel)).Dispose();
    }

    [Fact]
    public async Task Refusals_that_would_hold_too_much_memory_come_at_once()
    {
        await FillAsync();
        var waiting = EnterAsync(90);

        await AssertRefusedAtOnceAsync(EnterAsync(11));
        Assert.False(EnterAsync(10).IsCompleted);
        _clock.Advance(UploadGate.RetryAfter * 2);
        await Assert.ThrowsAsync<RpcException>(() => waiting);
    }

    [Fact]
    public async Task Who_goes_away_while_it_waits_holds_nothing()
    {
        await FillAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var waiting = _gate.EnterAsync(Partner, 100, gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.False(EnterAsync(100).IsCompleted);
    }

    /// <summary>Takes every place, and is refused as often as is patience.</summary>
    private async Task<IDisposable> FillAsync()
    {
        var first = await _gate.EnterAsync(Partner, 10, Cancel);
        await _gate.EnterAsync(Partner, 10, Cancel);
        await AssertRefusedAtOnceAsync(EnterAsync());
        await AssertRefusedAtOnceAsync(EnterAsync());
        return first;
    }

    private Task<IDisposable> EnterAsync(long bytes = 10) => _gate.EnterAsync(Partner, bytes, Cancel).AsTask();

    private static async Task AssertRefusedAtOnceAsync(Task<IDisposable> entering)
    {
        Assert.True(entering.IsCompleted);
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => entering)).StatusCode);
    }
}
