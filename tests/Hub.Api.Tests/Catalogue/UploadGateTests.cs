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
        _gate = new(2, 2, _clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_does_not_wait_is_refused_late_and_a_neighbour_is_let_in_at_once()
    {
        await FillAsync();
        var hasty = EnterAsync();
        Assert.False(hasty.IsCompleted);

        (await _gate.EnterAsync(Neighbour, null, Cancel)).Dispose();
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
        (await _gate.EnterAsync(Partner, null, Cancel)).Dispose();
    }

    [Fact]
    public async Task Refusals_beyond_those_that_may_wait_come_at_once()
    {
        await FillAsync();
        var waiting = EnterAsync();
        Assert.False(EnterAsync().IsCompleted);

        await AssertRefusedAtOnceAsync(EnterAsync());
        _clock.Advance(UploadGate.RetryAfter * 2);
        await Assert.ThrowsAsync<RpcException>(() => waiting);
    }

    [Fact]
    public async Task Who_waits_has_let_go_of_its_items_and_who_goes_away_holds_no_place()
    {
        await FillAsync();
        Assert.False(EnterAsync().IsCompleted);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var items = new List<int> { 1 };
        var waiting = _gate.EnterAsync(Partner, items.Clear, gone.Token).AsTask();
        Assert.Empty(items);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.False(EnterAsync().IsCompleted);
    }

    /// <summary>Takes every place, and is refused as often as is patience.</summary>
    private async Task<IDisposable> FillAsync()
    {
        var first = await _gate.EnterAsync(Partner, null, Cancel);
        await _gate.EnterAsync(Partner, null, Cancel);
        await AssertRefusedAtOnceAsync(EnterAsync());
        await AssertRefusedAtOnceAsync(EnterAsync());
        return first;
    }

    private Task<IDisposable> EnterAsync() => _gate.EnterAsync(Partner, null, Cancel).AsTask();

    private static async Task AssertRefusedAtOnceAsync(Task<IDisposable> entering)
    {
        Assert.True(entering.IsCompleted);
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => entering)).StatusCode);
    }
}
