using System.Net;
using Hub.Auth.Limits;
using Hub.Testing;
using Microsoft.Extensions.Configuration;

namespace Hub.Auth.Tests.Limits;

public sealed class RequestLimitsTests
{
    private static readonly Origin Here = Origin.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly Origin There = Origin.Of(IPAddress.Parse("192.0.2.2"));

    private readonly ManualClock _clock = new();
    private readonly RequestLimits _limits;

    public RequestLimitsTests() => _limits = new(Options(), _clock);

    [Fact]
    public void Guessing_is_stopped_where_it_comes_from_and_the_client_is_let_in_elsewhere()
    {
        var told = Enumerable.Range(0, 20).Select(_ => Guess(Here, "partner")).ToList();

        Assert.Equal(15, told.Count(wait => wait is null));
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(_limits.Try(There, "partner") ?? _limits.Succeeded(There, "partner")));
    }

    [Fact]
    public void Guessing_is_slow_from_then_on()
    {
        while (Guess(Here, "partner") is null)
        {
        }

        var wait = _limits.Try(Here, "partner");
        _clock.Advance(wait!.Value);

        Assert.Equal(TimeSpan.FromSeconds(4), wait);
        Assert.Null(Guess(Here, "partner"));
        Assert.NotNull(Guess(Here, "partner"));
    }

    [Fact]
    public void Who_guesses_at_many_clients_is_stopped_by_address()
    {
        var passed = Enumerable.Range(0, 200).Count(i => Guess(Here, "client-" + i) is null);

        Assert.Equal(100, passed);
    }

    [Fact]
    public void A_client_that_proved_itself_behind_an_address_is_let_in_though_others_there_guess()
    {
        _limits.Succeeded(Here, "partner");
        for (var i = 0; i < 200; i++)
            Guess(Here, "client-" + i);

        Assert.Null(_limits.Try(Here, "partner"));
        Assert.NotNull(_limits.Try(Here, "newcomer"));
    }

    [Fact]
    public void Signatures_that_are_not_good_are_no_guesses_and_are_bounded_by_address()
    {
        var passed = Enumerable.Range(0, 2_000).Count(_ => (_limits.TrySigned(Here, "partner") ?? _limits.FailedSigned(Here)) is null);

        Assert.Equal(1_000, passed);
        Assert.NotNull(_limits.TrySigned(Here, "another"));
        Assert.Null(_limits.TrySigned(There, "partner"));
        Assert.Null(_limits.Try(Here, "partner"));
    }

    [Fact]
    public void The_right_secret_forgives_wrong_ones_before_it()
    {
        for (var i = 0; i < 14; i++)
            Guess(Here, "partner");

        _limits.Succeeded(Here, "partner");

        Assert.All(Enumerable.Range(0, 15), _ => Assert.Null(Guess(Here, "partner")));
    }

    [Fact]
    public void Of_guesses_at_once_those_beyond_the_limit_are_told_to_wait()
    {
        var tried = Enumerable.Range(0, 20).Select(_ => _limits.Try(Here, "partner")).ToList();
        var failed = tried.Select(_ => _limits.Failed(Here, "partner")).ToList();

        Assert.Equal((20, 15), (tried.Count(wait => wait is null), failed.Count(wait => wait is null)));
    }

    [Fact]
    public void Good_requests_are_taken_up_to_the_rate_of_a_client_and_of_an_address()
    {
        var limits = new RequestLimits(Options(("RequestsPerClient", "100"), ("RequestsPerAddress", "200")), _clock);

        Assert.Equal(100, Enumerable.Range(0, 300).Count(_ => limits.Succeeded(Here, "partner") is null));
        Assert.Equal(200, Enumerable.Range(0, 300).Count(_ => limits.Request(Here) is null));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(10, Enumerable.Range(0, 300).Count(_ => limits.Succeeded(Here, "partner") is null));
        Assert.Equal(20, Enumerable.Range(0, 300).Count(_ => limits.Request(Here) is null));
    }

    [Fact]
    public void Thousands_of_good_requests_from_one_address_pass_unless_told_otherwise()
    {
        Assert.All(Enumerable.Range(0, 5_000), _ => Assert.Null(_limits.Request(Here) ?? _limits.Try(Here, "a") ?? _limits.Succeeded(Here, "a")));
    }

    [Fact]
    public void A_million_addresses_take_no_more_room_than_there_is()
    {
        for (var i = 0; i < 1_000_000; i++)
        {
            var origin = new Origin((ulong)i << 20);
            _limits.Request(origin);
            _limits.Failed(origin, "client");
        }

        Assert.InRange(_limits.Bytes, 1, 3 * (8 << 20));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", true)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", false)]
    [InlineData("::1", "0.0.0.0", false)]
    public void Addresses_of_one_subscriber_count_as_one(string one, string other, bool isSame)
    {
        Assert.Equal(isSame, Origin.Of(IPAddress.Parse(one)) == Origin.Of(IPAddress.Parse(other)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1000001")]
    public void A_wrong_setting_is_named(string value)
    {
        var exception = Assert.Throws<SettingException>(() => Options(("FailuresPerClient", value)));

        Assert.Contains("Hub:Auth:Limits:FailuresPerClient", exception.Message, StringComparison.Ordinal);
    }

    private TimeSpan? Guess(Origin origin, string client) => _limits.Try(origin, client) ?? _limits.Failed(origin, client);

    private static LimitOptions Options(params (string Name, string Value)[] settings) => LimitOptions.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(LimitOptions.Section + s.Name, (string?)s.Value)))
            .Build());
}
