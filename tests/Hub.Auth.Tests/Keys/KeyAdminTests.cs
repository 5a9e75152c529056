using Hub.Auth.Bearer;
using Hub.Auth.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth.Tests.Keys;

public sealed class KeyAdminTests : IAsyncLifetime
{
    private readonly AuthHost _hub = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private KeyAdmin Admin => _hub.Provider.GetRequiredService<KeyAdmin>();

    [Fact]
    public async Task A_key_is_listed_with_its_life()
    {
        var now = _hub.Clock.GetUtcNow();

        var key = Assert.Single(await Admin.ListAsync(false, Cancel));

        Assert.Equal((SigningKeyState.Active, now, now.AddDays(90), now.AddDays(91).AddMinutes(10)),
            (key.State, key.SignsFrom, key.SignsUntil!.Value, key.PublishedUntil));
        Assert.Equal(_hub.Provider.GetRequiredService<OperatorKey>().Id, key.OperatorKeyId);
    }

    [Fact]
    public async Task A_successor_is_announced_once()
    {
        await Admin.AnnounceAsync(null, Cancel);
        await Admin.AnnounceAsync(null, Cancel);

        var keys = await Admin.ListAsync(false, Cancel);
        Assert.Equal([SigningKeyState.Active, SigningKeyState.Announced], keys.Select(k => k.State));
        Assert.Equal(_hub.Clock.GetUtcNow().AddDays(14), keys[1].SignsFrom);
        Assert.Equal(keys[1].SignsFrom, keys[0].SignsUntil);
    }

    [Fact]
    public async Task A_switch_takes_the_announced_key_after_a_few_seconds_and_no_token_fails()
    {
        var client = await _hub.AddClientAsync();
        var before = await _hub.TokenAsync(client);
        await Admin.AnnounceAsync(null, Cancel);
        var announced = (await Admin.ListAsync(false, Cancel))[1].Kid;

        await Admin.SwitchAsync(null, Cancel);
        await Admin.SwitchAsync(null, Cancel);
        await _hub.Keys.ReadAsync(Cancel);
        var meanwhile = await _hub.TokenAsync(client);
        _hub.Clock.Advance(TimeSpan.FromSeconds(5));
        var after = await _hub.TokenAsync(client);

        Assert.Equal(new JsonWebToken(before).Kid, new JsonWebToken(meanwhile).Kid);
        Assert.Equal(announced, new JsonWebToken(after).Kid);
        Assert.All(
            await Task.WhenAll(new[] { before, meanwhile, after }.Select(token => _hub.CheckAsync(token).AsTask())),
            result => Assert.Equal(BearerFailure.None, result.Failure));
        Assert.Equal(2, (await Admin.ListAsync(true, Cancel)).Count);
    }

    [Fact]
    public async Task A_switch_without_an_announced_key_makes_one()
    {
        await Admin.SwitchAsync(null, Cancel);
        _hub.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([SigningKeyState.Retired, SigningKeyState.Active], (await Admin.ListAsync(false, Cancel)).Select(k => k.State));
    }

    [Fact]
    public async Task The_key_that_signs_is_withdrawn_and_another_signs_at_once()
    {
        var client = await _hub.AddClientAsync();
        var old = await _hub.TokenAsync(client);
        var kid = new JsonWebToken(old).Kid;

        Assert.Null(await Admin.WithdrawAsync([kid], null, Cancel));
        Assert.Null(await Admin.WithdrawAsync([kid], null, Cancel));
        await _hub.Keys.ReadAsync(Cancel);

        Assert.Equal(BearerFailure.Invalid, (await _hub.CheckAsync(old)).Failure);
        Assert.Equal(BearerFailure.None, (await _hub.CheckAsync(await _hub.TokenAsync(client))).Failure);
        Assert.DoesNotContain(kid, await _hub.Http.GetStringAsync("/.well-known/jwks.json", Cancel), StringComparison.Ordinal);
        var keys = await Admin.ListAsync(true, Cancel);
        Assert.Equal([SigningKeyState.Withdrawn, SigningKeyState.Active], keys.Select(k => k.State));
        Assert.Null(keys[0].OperatorKeyId);
    }

    [Fact]
    public async Task A_withdrawal_has_the_announced_key_sign()
    {
        await Admin.AnnounceAsync(null, Cancel);
        var keys = await Admin.ListAsync(false, Cancel);

        await Admin.WithdrawAsync([keys[0].Kid], null, Cancel);
        await _hub.Keys.ReadAsync(Cancel);

        Assert.Equal(keys[1].Kid, _hub.Keys.Current.Signing.Key.KeyId);
    }

    [Fact]
    public async Task Every_key_may_be_withdrawn_at_once()
    {
        await Admin.AnnounceAsync(null, Cancel);
        var kids = (await Admin.ListAsync(false, Cancel)).Select(k => k.Kid).ToList();

        await Admin.WithdrawAsync(kids, null, Cancel);
        await _hub.Keys.ReadAsync(Cancel);

        Assert.DoesNotContain(_hub.Keys.Current.Signing.Key.KeyId, kids);
    }

    [Fact]
    public async Task A_key_that_does_not_sign_is_withdrawn_alone()
    {
        await Admin.AnnounceAsync(null, Cancel);
        var keys = await Admin.ListAsync(false, Cancel);

        await Admin.WithdrawAsync([keys[1].Kid], null, Cancel);

        Assert.Equal(keys[0].Kid, Assert.Single(await Admin.ListAsync(false, Cancel)).Kid);
    }

    [Fact]
    public async Task A_name_of_no_key_is_refused_and_nothing_withdrawn()
    {
        var kid = Assert.Single(await Admin.ListAsync(false, Cancel)).Kid;

        var refusal = await Admin.WithdrawAsync([kid, "nobody"], null, Cancel);

        Assert.Equal(("KEY_NOT_FOUND", "revoke"), (refusal!.Reason, refusal.Field));
        Assert.Equal(SigningKeyState.Active, Assert.Single(await Admin.ListAsync(false, Cancel)).State);
    }

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
