using System.Security.Cryptography;
using Hub.Auth.Dpop;
using Hub.Auth.Keys;
using Hub.Testing;

namespace Hub.Auth.Tests.Dpop;

public sealed class DpopNoncesTests : IDisposable
{
    private static readonly DpopOptions Options = new(true, [], []);

    private readonly ManualClock _clock = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly List<OperatorKeys> _made = [];

    [Fact]
    public void A_nonce_is_good_for_five_minutes_and_not_for_seven()
    {
        var nonces = Nonces(_key);
        var nonce = nonces.Current();

        _clock.Advance(TimeSpan.FromMinutes(5));
        var then = nonces.IsGood(nonce);
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.True(then);
        Assert.False(nonces.IsGood(nonce));
    }

    [Fact]
    public void Nonces_change_by_the_minute()
    {
        var nonces = Nonces(_key);
        var (first, again) = (nonces.Current(), nonces.Current());

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first, again);
        Assert.NotEqual(first, nonces.Current());
    }

    [Fact]
    public void Another_node_takes_them_also_when_its_clock_is_a_little_behind()
    {
        var here = Nonces(_key);
        var nonce = here.Current();

        _clock.Advance(TimeSpan.FromMinutes(-1));
        var isGood = Nonces(_key).IsGood(nonce);
        _clock.Advance(TimeSpan.FromMinutes(-1));

        Assert.True(isGood);
        Assert.False(Nonces(_key).IsGood(nonce));
    }

    [Fact]
    public void Nonces_of_an_older_version_of_the_operator_key_stay_good_and_those_of_a_stranger_are_not()
    {
        var (newer, stranger) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));

        var nonce = Nonces(_key).Current();

        Assert.True(Nonces(newer, _key).IsGood(nonce));
        Assert.False(Nonces(stranger).IsGood(nonce));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_nonce_is_not_good(string nonce)
    {
        Assert.False(Nonces(_key).IsGood(nonce));
    }

    [Fact]
    public void A_nonce_that_was_changed_is_not_good()
    {
        var nonces = Nonces(_key);
        var nonce = nonces.Current();

        Assert.False(nonces.IsGood(nonce[..^2] + (nonce[^2] == 'A' ? "BA" : "AA")));
    }

    public void Dispose() => _made.ForEach(keys => keys.Dispose());

    private DpopNonces Nonces(byte[] newest, params byte[][] previous)
    {
        var keys = new OperatorKeys(new(newest), previous.Select(key => new OperatorKey(key)));
        _made.Add(keys);
        return new(keys, Options, _clock);
    }
}
