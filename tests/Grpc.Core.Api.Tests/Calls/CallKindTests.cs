namespace Grpc.Core.Api.Tests.Calls;

public sealed class CallKindTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unary_call_is_answered()
    {
        await using var host = await TrialHost.StartAsync();

        using var call = host.Client().UnaryAsync(new Ask { Text = "halo" }, cancellationToken: Cancel);
        var answer = await call;

        Assert.Equal("halo", answer.Text);
        Assert.Same(answer, await call.ResponseAsync.ConfigureAwait(true));
        Assert.Same(answer, await call.ConfigureAwait(true));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
    }

    [Fact]
    public async Task A_unary_call_that_blocks_is_answered()
    {
        await using var host = await TrialHost.StartAsync();
        var client = host.Client();

        var answer = await Task.Run(() => client.Unary(new Ask { Text = "halo" }, cancellationToken: Cancel), Cancel);

        Assert.Equal("halo", answer.Text);
    }

    [Fact]
    public async Task A_stream_of_requests_gets_one_answer()
    {
        await using var host = await TrialHost.StartAsync();

        using var call = host.Client().Collect(cancellationToken: Cancel);
        foreach (var text in (string[])["satu", "dua", "tiga"])
            await call.RequestStream.WriteAsync(new Ask { Text = text }, Cancel);
        await call.RequestStream.CompleteAsync();
        var answer = await call;

        Assert.Equal("satu dua tiga", answer.Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_request_gets_a_stream_of_answers_in_order()
    {
        await using var host = await TrialHost.StartAsync();

        using var call = host.Client().Expand(new Ask { Text = "x", Count = 500 }, cancellationToken: Cancel);
        var counts = new List<int>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Cancel))
            counts.Add(answer.Count);

        Assert.Equal(Enumerable.Range(0, 500), counts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task An_empty_stream_of_answers_ends_at_once()
    {
        await using var host = await TrialHost.StartAsync();

        using var call = host.Client().Expand(new Ask(), cancellationToken: Cancel);

        Assert.False(await call.ResponseStream.MoveNext(Cancel));
    }

    [Fact]
    public async Task Both_streams_run_ahead_of_each_other()
    {
        await using var host = await TrialHost.StartAsync();

        using var call = host.Client().Converse(cancellationToken: Cancel);
        var writing = WriteAsync(call.RequestStream, 1_000);
        var counts = new List<int>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Cancel))
            counts.Add(answer.Count);
        await writing;

        Assert.Equal(Enumerable.Range(0, 1_000), counts);
    }

    [Fact]
    public async Task Both_streams_take_turns()
    {
        await using var host = await TrialHost.StartAsync();

        using var call = host.Client().Converse(cancellationToken: Cancel);
        for (var turn = 0; turn < 50; turn++)
        {
            await call.RequestStream.WriteAsync(new Ask { Count = turn }, Cancel);

            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(turn, call.ResponseStream.Current.Count);
        }
        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_call_under_way_has_no_status_yet()
    {
        await using var host = await TrialHost.StartAsync();

        using var call = host.Client().Converse(cancellationToken: Cancel);

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }

    [Fact]
    public async Task Writes_carry_their_flags()
    {
        await using var host = await TrialHost.StartAsync();

        using var call = host.Client().Converse(new CallOptions(cancellationToken: Cancel));
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        await call.RequestStream.WriteAsync(new Ask { Count = 1 }, Cancel);
        call.RequestStream.WriteOptions = WriteOptions.Default;
        await call.RequestStream.WriteAsync(new Ask { Count = 2 }, Cancel);
        await call.RequestStream.CompleteAsync();
        var counts = new List<int>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Cancel))
            counts.Add(answer.Count);

        Assert.Equal([1, 2], counts);
    }

    private static async Task WriteAsync(IClientStreamWriter<Ask> requests, int count)
    {
        for (var i = 0; i < count; i++)
            await requests.WriteAsync(new Ask { Count = i }, Cancel);

        await requests.CompleteAsync();
    }
}
