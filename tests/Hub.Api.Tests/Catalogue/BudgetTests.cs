using Hub.Api.Catalogue;

namespace Hub.Api.Tests.Catalogue;

public sealed class BudgetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_for_more_than_is_left_waits_in_turn()
    {
        var budget = new Budget(10);
        await budget.TakeAsync(8, Cancel);
        var large = budget.TakeAsync(5, Cancel).AsTask();
        var small = budget.TakeAsync(1, Cancel).AsTask();

        Assert.Equal((8L, 2, false, false), (budget.Out, budget.Waiting, large.IsCompleted, small.IsCompleted));
        budget.Return(8);
        await Task.WhenAll(large, small);

        Assert.Equal((6L, 0), (budget.Out, budget.Waiting));
    }

    [Fact]
    public async Task More_than_the_whole_passes_alone()
    {
        var budget = new Budget(10);
        await budget.TakeAsync(1, Cancel);

        var huge = budget.TakeAsync(50, Cancel).AsTask();
        Assert.False(huge.IsCompleted);
        budget.Return(1);
        await huge;

        Assert.Equal(50, budget.Out);
    }

    [Fact]
    public async Task Who_gives_up_lets_those_behind_pass()
    {
        var budget = new Budget(10);
        await budget.TakeAsync(8, Cancel);
        using var gone = new CancellationTokenSource();
        var large = budget.TakeAsync(5, gone.Token).AsTask();
        var small = budget.TakeAsync(2, Cancel).AsTask();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;

        Assert.Equal((10L, 0), (budget.Out, budget.Waiting));
    }

    [Fact]
    public async Task Writes_count_until_they_are_done_even_when_they_fail()
    {
        var queue = new WriteQueue(100);
        var disk = new TaskCompletionSource<int>();

        var written = await queue.WriteAsync(60, _ => Task.FromResult(disk.Task), Cancel);
        var held = queue.Bytes;
        disk.SetException(new IOException("full"));
        await Assert.ThrowsAsync<IOException>(() => written);
        await Assert.ThrowsAsync<TimeoutException>(() => queue.WriteAsync<int>(60, _ => throw new TimeoutException(), Cancel));

        Assert.Equal((60L, 0L), (held, queue.Bytes));
    }
}
