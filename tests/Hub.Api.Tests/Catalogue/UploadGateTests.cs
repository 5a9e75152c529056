using Grpc.Core;
using Hub.Api.Catalogue;
using Hub.Testing;

namespace Hub.Api.Tests.Catalogue;

public sealed class UploadGateTests
{
    private const int Most = 2;
    private const long Partner = 1, Neighbour = 2;
    private readonly ManualClock _clock = new();
    private readonly UploadGate _gate;

    public UploadGateTests()
    {
        _gate = new(Most, _clock);
    }

    [Fact]
    public void As_many_as_may_are_let_in_and_one_more_once_there_is_a_place()
    {
        var first = _gate.Enter(Partner);
        Assert.False(_gate.IsFull(Partner));
        using var second = _gate.Enter(Partner);
        Assert.True(_gate.IsFull(Partner));
        AssertRefused();
        _gate.Enter(Neighbour).Dispose();

        first.Dispose();
        first.Dispose();
        using var third = _gate.Enter(Partner);
        AssertRefused();
        Assert.Equal(Most, _gate.Running(Partner));
    }

    [Fact]
    public void Hasty_is_who_was_refused_more_often_than_it_may_upload_and_did_not_wait()
    {
        var running = Enumerable.Range(0, Most).Select(_ => _gate.Enter(Partner)).ToList();
        for (var i = 0; i < Most; i++)
            AssertRefused();
        Assert.False(_gate.IsHasty(Partner));
        AssertRefused();
        Assert.True(_gate.IsHasty(Partner));
        Assert.False(_gate.IsHasty(Neighbour));

        _clock.Advance(UploadGate.RetryAfter);
        Assert.False(_gate.IsHasty(Partner));
        for (var i = 0; i <= Most; i++)
            AssertRefused();
        Assert.True(_gate.IsHasty(Partner));
        running[0].Dispose();
        Assert.False(_gate.IsHasty(Partner));
    }

    private void AssertRefused() => Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => _gate.Enter(Partner)).StatusCode);
}
