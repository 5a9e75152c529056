using Hub.Api.Catalogue;
using Hub.Testing;

namespace Hub.Api.Tests.Catalogue;

public sealed class UploadPaceTests
{
    private const long Partner = 1, Neighbour = 2;
    private const int PerSecond = 1_000;
    private readonly ManualClock _clock = new();
    private readonly UploadPace _pace;

    public UploadPaceTests()
    {
        _pace = new(PerSecond, _clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Who_uploads_alone_is_not_held_back()
    {
        for (var i = 0; i < 1_000; i++)
            Assert.True(Wait(Partner, 1_000).IsCompleted);
    }

    [Fact]
    public async Task Beside_others_a_participant_waits_for_its_turn_and_the_others_for_theirs_alone()
    {
        Assert.True(Wait(Neighbour, 1).IsCompleted);
        Assert.True(Wait(Partner, PerSecond).IsCompleted);
        var second = Wait(Partner, 1);
        var third = Wait(Partner, 1);

        Assert.True(second.IsCompleted);
        Assert.False(third.IsCompleted);
        Assert.True(Wait(Neighbour, 1).IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds((double)UploadPace.LeastItems / PerSecond));
        await third;
    }

    [Fact]
    public void An_open_stream_of_another_is_company_too() => Assert.Equal([true, true, false], [.. Enumerable.Range(0, 3).Select(_ => Wait(Partner, PerSecond, othersUpload: true).IsCompleted)]);

    [Fact]
    public void Once_the_others_are_gone_nothing_is_owed()
    {
        Wait(Neighbour, 1);
        for (var i = 0; i < 10; i++)
            Wait(Partner, PerSecond);
        _clock.Advance(UploadPace.Remembered + TimeSpan.FromSeconds(1));

        Assert.True(Wait(Partner, PerSecond).IsCompleted);
        Assert.True(Wait(Partner, PerSecond).IsCompleted);
    }

    private Task Wait(long participant, int items, bool othersUpload = false) => _pace.WaitAsync(participant, items, othersUpload, Cancel);
}
