namespace Grpc.Core.Api.Tests.Calls;

public sealed class CallOptionsTests
{
    [Fact]
    public void Each_change_makes_a_copy_and_keeps_the_rest()
    {
        var headers = new Metadata { { "x", "1" } };
        var deadline = new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        var write = new WriteOptions(WriteFlags.NoCompress);
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        using var source = new CancellationTokenSource();
        var empty = new CallOptions();

        var full = empty.WithHeaders(headers)
            .WithDeadline(deadline)
            .WithCancellationToken(source.Token)
            .WithWriteOptions(write)
            .WithCredentials(credentials)
            .WithWaitForReady();

        Assert.Same(headers, full.Headers);
        Assert.Equal(deadline, full.Deadline);
        Assert.Equal(source.Token, full.CancellationToken);
        Assert.Same(write, full.WriteOptions);
        Assert.Same(credentials, full.Credentials);
        Assert.True(full.IsWaitForReady);
        Assert.Null(full.PropagationToken);
        Assert.False(full.WithWaitForReady(false).IsWaitForReady);
        Assert.Null(empty.Headers);
        Assert.False(empty.IsWaitForReady);
    }

    [Fact]
    public void The_constructor_sets_what_it_is_given()
    {
        var headers = new Metadata();
        var write = WriteOptions.Default;

        var options = new CallOptions(headers, DateTime.MaxValue, CancellationToken.None, write);

        Assert.Same(headers, options.Headers);
        Assert.Equal(DateTime.MaxValue, options.Deadline);
        Assert.Same(write, options.WriteOptions);
        Assert.Null(options.Credentials);
    }
}
