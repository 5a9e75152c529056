using Grpc.Core;
using Grpc.Net.Client;
using Hub.Registry.V1;

namespace Hub.Api.Tests.Participants;

public sealed class SigningKeyServiceTests : IAsyncLifetime
{
    private RunningHub _hub = null!;
    private GrpcChannel _channel = null!;
    private SigningKeyService.SigningKeyServiceClient _keys = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _channel = _hub.Channel(await _hub.TokenAsync("registry.admin", Cancel));
        _keys = new(_channel);
    }

    [Fact]
    public async Task Keys_are_listed_and_the_next_one_announced_once()
    {
        var before = await _keys.ListSigningKeysAsync(new(), cancellationToken: Cancel);

        var announced = await _keys.RotateSigningKeyAsync(new(), cancellationToken: Cancel);
        var again = await _keys.RotateSigningKeyAsync(new(), cancellationToken: Cancel);

        Assert.Equal(SigningKeyState.Active, Assert.Single(before.Keys).State);
        Assert.Equal([SigningKeyState.Active, SigningKeyState.Announced], announced.Keys.Select(key => key.State));
        Assert.Equal(announced, again);
        Assert.Equal(announced.Keys[0].SignsUntil, announced.Keys[1].SignsFrom);
    }

    [Fact]
    public async Task The_next_key_signs_in_seconds()
    {
        var keys = (await _keys.RotateSigningKeyAsync(new() { Now = true }, cancellationToken: Cancel)).Keys;

        Assert.Equal(TimeSpan.FromSeconds(5), keys[1].SignsFrom.ToDateTimeOffset() - keys[1].CreatedAt.ToDateTimeOffset());
    }

    [Fact]
    public async Task The_token_of_a_withdrawn_key_is_refused()
    {
        var kid = Assert.Single((await _keys.ListSigningKeysAsync(new(), cancellationToken: Cancel)).Keys).Kid;

        var keys = (await _keys.RotateSigningKeyAsync(new() { Now = true, Revoke = { kid } }, cancellationToken: Cancel)).Keys;

        Assert.NotEqual(kid, Assert.Single(keys).Kid);
        Assert.Equal("TOKEN_INVALID", await UntilRefusedAsync());
        using var other = _hub.Channel(await _hub.TokenAsync("registry.admin", Cancel, "Other"));
        var all = await new SigningKeyService.SigningKeyServiceClient(other).ListSigningKeysAsync(new() { IncludeRemoved = true }, cancellationToken: Cancel);
        Assert.Equal([SigningKeyState.Withdrawn, SigningKeyState.Active], all.Keys.Select(key => key.State));
        Assert.False(all.Keys[0].HasOperatorKeyId);
    }

    [Theory]
    [InlineData(false, StatusCode.InvalidArgument, "NOW_MISSING", "now")]
    [InlineData(true, StatusCode.NotFound, "KEY_NOT_FOUND", "revoke")]
    public async Task What_cannot_be_is_refused(bool now, StatusCode code, string reason, string field)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await _keys.RotateSigningKeyAsync(new() { Now = now, Revoke = { "nobody" } }, cancellationToken: Cancel));

        var details = FailureDetails.Of(exception);
        Assert.Equal((code, reason), (exception.StatusCode, details.Reason));
        Assert.Equal(field, Assert.Single(details.BadRequest!.FieldViolations).Field);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
    }

    // Within a second on a quiet machine; the test's own time limit ends a wait in vain.
    private async Task<string> UntilRefusedAsync()
    {
        while (true)
        {
            try
            {
                await _keys.ListSigningKeysAsync(new(), cancellationToken: Cancel);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unauthenticated)
            {
                return FailureDetails.Of(exception).Reason;
            }
        }
    }
}
