namespace Grpc.Core.Api.Tests;

public sealed class StatusTests
{
    [Fact]
    public void It_shows_its_parts()
    {
        var plain = new Status(StatusCode.NotFound, "no such offer");
        var caused = new Status(StatusCode.Internal, "broken", new InvalidOperationException("inner"));

        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"no such offer\")", plain.ToString());
        Assert.Equal(
            "Status(StatusCode=\"Internal\", Detail=\"broken\", DebugException=\"System.InvalidOperationException: inner\")",
            caused.ToString());
    }

    [Fact]
    public void The_ready_made_ones_have_no_detail()
    {
        Assert.Equal(new Status(StatusCode.OK, ""), Status.DefaultSuccess);
        Assert.Equal(new Status(StatusCode.Cancelled, ""), Status.DefaultCancelled);
    }

    [Fact]
    public void An_exception_carries_status_trailers_and_cause()
    {
        var cause = new InvalidOperationException("inner");
        var status = new Status(StatusCode.Internal, "broken", cause);
        var trailers = new Metadata { { "x", "1" } };

        var plain = new RpcException(status);
        var full = new RpcException(status, trailers, "a message");

        Assert.Equal(status.ToString(), plain.Message);
        Assert.Empty(plain.Trailers);
        Assert.Same(cause, plain.InnerException);
        Assert.Equal("a message", full.Message);
        Assert.Same(trailers, full.Trailers);
        Assert.Equal(StatusCode.Internal, full.StatusCode);
        Assert.Equal(status, full.Status);
        Assert.Equal("only a message", new RpcException(status, "only a message").Message);
        Assert.Same(trailers, new RpcException(status, trailers).Trailers);
    }

    [Fact]
    public void Numbers_are_those_of_the_protocol()
    {
        Assert.Equal(Enumerable.Range(0, 17), Enum.GetValues<StatusCode>().Select(code => (int)code));
        Assert.Equal(16, (int)StatusCode.Unauthenticated);
        Assert.Equal([0, 1, 2, 3], Enum.GetValues<MethodType>().Select(type => (int)type));
        Assert.Equal([1, 2], Enum.GetValues<WriteFlags>().Select(flag => (int)flag));
        Assert.Equal([0, 1, 2, 3, 4], Enum.GetValues<ConnectivityState>().Select(state => (int)state));
    }
}
