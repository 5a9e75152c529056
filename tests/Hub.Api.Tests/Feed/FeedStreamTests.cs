using System.Threading.Channels;
using Grpc.Core;
using Hub.Api.Feed;
using Hub.Data.Feed;
using Hub.Feed.V1;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using FeedFilter = Hub.Data.Feed.FeedFilter;

namespace Hub.Api.Tests.Feed;

/// <summary>A stream of the feed with a clock that is moved by hand.</summary>
public sealed class FeedStreamTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private FeedHub _hub = null!;
    private FeedSignal _signal = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await FeedHub.StartAsync();
        _signal = ActivatorUtilities.CreateInstance<FeedSignal>(_hub.Hub.Services, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _signal.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task A_quiet_stream_gets_a_bookmark_every_15_seconds_also_while_what_changes_does_not_pass()
    {
        var answers = new Answers();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = Run(answers, new FeedFilter { Areas = ["33"] }, over.Token);
        Assert.Equal("bookmark 0/0", await answers.NextAsync());

        _clock.Advance(TimeSpan.FromSeconds(14));
        Assert.False(answers.Any);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("bookmark 0/0", await answers.NextAsync());

        await _hub.PushAsync(FeedHub.Gig("a", 1, "31.74"));
        _signal.Tell(1);
        await BookmarkAsync(answers, "bookmark 1/1");

        await _hub.PushAsync(FeedHub.Gig("b", 1, "33.25"));
        _signal.Tell(2);
        var heard = new List<string>();
        while (heard.LastOrDefault() != "bookmark 2/2")
            heard.Add(await answers.NextAsync());
        Assert.Equal(["2<0 Published b r1", "bookmark 2/2"], heard[^2..]);

        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_snapshot_that_takes_too_long_is_ended()
    {
        await _hub.PushAsync([.. Enumerable.Range(0, 50).Select(i => FeedHub.Gig($"{i}", 1))]);
        var answers = new Answers(message => _clock.Advance(TimeSpan.FromSeconds(message.Change is null ? 0 : 20)));

        var failure = FailureDetails.Of(await Assert.ThrowsAsync<RpcException>(() => Run(answers, FeedFilter.All, Cancel, withSnapshot: true)));

        Assert.Equal("SNAPSHOT_TOO_SLOW", failure.Reason);
        Assert.False(failure.Info.Metadata.ContainsKey("resume_after"));
    }

    [Fact]
    public async Task A_write_that_does_not_end_ends_the_stream_after_a_time()
    {
        var answers = new Answers(isStuck: true);
        var running = Run(answers, FeedFilter.All, Cancel);
        await answers.NextAsync();

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(running.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => running);
    }

    /// <summary>Moves the clock until the bookmark comes: the stream may have to see the change first.</summary>
    private async Task BookmarkAsync(Answers answers, string expected)
    {
        do
        {
            while (!answers.Any)
            {
                Cancel.ThrowIfCancellationRequested();
                _clock.Advance(TimeSpan.FromSeconds(15));
                await Task.Yield();
            }
        }
        while (await answers.NextAsync() != expected);
    }

    private Task Run(Answers answers, FeedFilter filter, CancellationToken over, bool withSnapshot = false)
    {
        var services = new FeedServices(
            _hub.Hub.Services.GetRequiredService<FeedLog>(), _signal, Options.Create(new FeedOptions()), _clock,
            NullLogger<ChangeFeed>.Instance, _hub.Hub.Services.GetRequiredService<IHostApplicationLifetime>());
        var writer = new FeedWriter(answers, TimeSpan.FromSeconds(30), _clock, over);
        return new FeedStream(services, new(null, null, filter, withSnapshot, true), writer, over).RunAsync();
    }

    private sealed class Answers(Action<WatchResponse>? onWrite = null, bool isStuck = false) : IServerStreamWriter<WatchResponse>
    {
        private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();

        public bool Any => _messages.Reader.Count > 0;

        public WriteOptions? WriteOptions { get; set; }

        public ValueTask<string> NextAsync() => _messages.Reader.ReadAsync(Cancel);

        public Task WriteAsync(WatchResponse message)
        {
            onWrite?.Invoke(message);
            _messages.Writer.TryWrite(FeedHub.Short(message));
            return isStuck ? Task.Delay(Timeout.Infinite, Cancel) : Task.CompletedTask;
        }
    }
}
