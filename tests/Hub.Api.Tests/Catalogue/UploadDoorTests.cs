using System.Globalization;
using Grpc.Core;
using Hub.Api.Catalogue;
using Hub.Auth;
using Hub.Auth.Bearer;
using Hub.Data.Clients;
using Hub.Testing;
using Microsoft.AspNetCore.Http;

namespace Hub.Api.Tests.Catalogue;

public sealed class UploadDoorTests
{
    private const int Most = 1, MostWaiting = 2;
    private readonly ManualClock _clock = new();
    private readonly UploadGate _gate;
    private readonly UploadDoor _door;
    private readonly IDisposable _running;
    private int _passed;

    public UploadDoorTests()
    {
        _gate = new(Most, _clock);
        _door = new(_gate, new("any", caller => [("hub-uploads-open", _gate.Running(caller.ParticipantId))]), MostWaiting, _clock);
        _running = _gate.Enter(Partner().ParticipantId);
    }

    [Fact]
    public async Task Who_is_refused_again_and_again_waits_and_is_refused_without_passing()
    {
        await MakeHastyAsync(Partner());
        var http = Call();
        var waiting = KnockAsync(http, Partner());
        Assert.False(waiting.IsCompleted);
        await AssertPassesAsync(Call("Bearer neighbour"), Partner() with { ParticipantId = 2 });

        var passed = _passed;
        _clock.Advance(UploadGate.RetryAfter * 2);
        await waiting;
        Assert.Equal(passed, _passed);
        Assert.Equal(((int)StatusCode.ResourceExhausted).ToString(CultureInfo.InvariantCulture), http.Response.Headers["grpc-status"]);
        Assert.Equal("1", http.Response.Headers["hub-uploads-open"]);
    }

    [Fact]
    public async Task Who_waited_passes_once_there_is_a_place()
    {
        await MakeHastyAsync(Partner());
        var waiting = KnockAsync(Call(), Partner());
        _running.Dispose();
        var passed = _passed;
        _clock.Advance(UploadGate.RetryAfter * 2);
        await waiting;
        Assert.Equal(passed + 1, _passed);
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_at_once()
    {
        await MakeHastyAsync(Partner());
        Task[] waiting = [KnockAsync(Call(), Partner()), KnockAsync(Call(), Partner())];
        var http = Call();
        await KnockAsync(http, Partner());
        Assert.True(http.Response.Headers.ContainsKey("grpc-status"));
        Assert.Equal(MostWaiting, _door.Waiting);
        _clock.Advance(UploadGate.RetryAfter * 2);
        await Task.WhenAll(waiting);
        Assert.Equal(0, _door.Waiting);
    }

    [Fact]
    public async Task Who_goes_away_waits_no_more()
    {
        await MakeHastyAsync(Partner());
        using var gone = new CancellationTokenSource();
        var http = Call();
        http.RequestAborted = gone.Token;
        var waiting = KnockAsync(http, Partner());
        Assert.Equal(1, _door.Waiting);
        await gone.CancelAsync();
        await waiting;
        Assert.Equal(0, _door.Waiting);
    }

    [Fact]
    public async Task A_bound_or_expired_token_is_checked_each_time()
    {
        await MakeHastyAsync(Partner() with { Confirmation = new("thumbprint", null) });
        await AssertPassesAsync(Call(), Partner());

        await MakeHastyAsync(Partner());
        _clock.Jump(TimeSpan.FromHours(1));
        await AssertPassesAsync(Call(), Partner());
    }

    private Caller Partner() => new("client", 1, Guid.Empty, Scopes.CatalogueWrite, Resources.Grpc, _clock.GetUtcNow() + TimeSpan.FromMinutes(15), "token");

    private static DefaultHttpContext Call(string token = "Bearer token") => new() { Request = { Headers = { Authorization = token } } };

    /// <summary>Calls through the door until its participant is hasty, and once more so that its token is known.</summary>
    private async Task MakeHastyAsync(Caller caller)
    {
        while (!_gate.IsHasty(caller.ParticipantId))
            await AssertPassesAsync(Call(), caller);
    }

    private async Task AssertPassesAsync(HttpContext http, Caller caller)
    {
        var passed = _passed;
        await KnockAsync(http, caller);
        Assert.Equal(passed + 1, _passed);
    }

    private Task KnockAsync(HttpContext http, Caller caller) => _door.InvokeAsync(http, _ =>
    {
        _passed++;
        http.Features.Set(caller);
        try
        {
            _gate.Enter(caller.ParticipantId).Dispose();
        }
        catch (RpcException)
        {
            // The call's own answer.
        }

        return Task.CompletedTask;
    });
}
