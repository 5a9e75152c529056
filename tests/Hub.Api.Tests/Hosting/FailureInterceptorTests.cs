using Grpc.Core;
using Hub.Api.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Hub.Api.Tests.Hosting;

public sealed class FailureInterceptorTests
{
    [Fact]
    public async Task A_bug_is_logged_once_and_tells_the_caller_only_a_trace_id()
    {
        var log = new RecordingLog();

        var exception = await CallAsync(log, new InvalidOperationException("secret detail"));

        var details = FailureDetails.Of(exception);
        Assert.Equal((StatusCode.Internal, "INTERNAL_ERROR"), (exception.StatusCode, details.Reason));
        Assert.DoesNotContain("secret", exception.Status.Detail, StringComparison.Ordinal);
        var logged = Assert.Single(log.Lines);
        Assert.Contains(details.Info.Metadata["trace_id"], logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_failure_is_unavailable_and_says_when_to_try_again()
    {
        var log = new RecordingLog();

        var exception = await CallAsync(log, new SqliteException("disk I/O error", 10));

        var details = FailureDetails.Of(exception);
        Assert.Equal((StatusCode.Unavailable, "STORAGE_UNAVAILABLE"), (exception.StatusCode, details.Reason));
        Assert.NotNull(details.Retry);
        Assert.Single(log.Lines);
    }

    [Fact]
    public async Task An_expected_failure_passes_as_it_is_and_is_not_logged()
    {
        var log = new RecordingLog();
        var expected = GrpcFailure.Of(StatusCode.NotFound, "SOURCE_NOT_FOUND", "No.", "Tidak.").ToException();

        var exception = await CallAsync(log, expected);

        Assert.Same(expected, exception);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_status_of_the_library_gets_a_reason()
    {
        var exception = await CallAsync(new RecordingLog(), new RpcException(new(StatusCode.ResourceExhausted, "Received message exceeds the maximum.")));

        Assert.Equal("MESSAGE_TOO_LARGE", FailureDetails.Of(exception).Reason);
    }

    [Fact]
    public async Task A_call_that_is_reset_is_no_failure_though_it_does_not_count_as_cancelled_yet()
    {
        foreach (var reset in (Exception[])[new IOException("The client reset the request stream."), new ConnectionResetException("reset")])
        {
            var log = new RecordingLog();

            var exception = await CallAsync(log, reset);

            Assert.Equal((StatusCode.Cancelled, "CALL_CANCELLED"), (exception.StatusCode, FailureDetails.Of(exception).Reason));
            Assert.DoesNotContain("reset the request", Assert.Single(log.Lines), StringComparison.Ordinal);
            Assert.Equal([LogLevel.Debug], log.Levels);
        }
    }

    private static async Task<RpcException> CallAsync(RecordingLog log, Exception thrown)
    {
        var interceptor = new FailureInterceptor(log);
        return await Assert.ThrowsAsync<RpcException>(() => interceptor.UnaryServerHandler<string, string>("", new Call(), (_, _) => throw thrown));
    }

    private sealed class RecordingLog : ILogger<FailureInterceptor>
    {
        public List<string> Lines { get; } = [];

        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.True(exception is null || logLevel >= LogLevel.Error);
            Levels.Add(logLevel);
            Lines.Add(formatter(state, exception));
        }
    }

    private sealed class Call : ServerCallContext
    {
        protected override string MethodCore => "/hub.test/Call";

        protected override string HostCore => "localhost";

        protected override string PeerCore => "ipv4:127.0.0.1:1";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore { get; } = [];

        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Grpc.Core.Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore => throw new NotSupportedException();

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
