using System.Globalization;
using Hub.Auth.Keys;
using Hub.Data.Clients;

namespace Hub.Auth.Tests.Keys;

public sealed class KeyScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly KeySchedule _schedule = new(KeyPeriods.Standard);

    [Fact]
    public void The_first_key_signs_at_once()
    {
        Assert.Equal(Start, _schedule.SuccessorDue([], Start));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(75.99, null)]
    [InlineData(76, 90.0)]
    [InlineData(80, 94.0)]
    [InlineData(400, 414.0)]
    public void A_successor_is_announced_for_two_weeks_and_signs_after_ninety_days_at_the_earliest(double day, double? signsFrom)
    {
        var due = _schedule.SuccessorDue([Key(0)], Start.AddDays(day));

        Assert.Equal(signsFrom, (due - Start)?.TotalDays);
    }

    [Fact]
    public void One_announced_successor_is_enough()
    {
        Assert.Null(_schedule.SuccessorDue([Key(0), Key(90)], Start.AddDays(89)));
    }

    [Theory]
    [InlineData(89.99, "0")]
    [InlineData(90, "90")]
    [InlineData(200, "90")]
    public void The_last_key_whose_time_has_come_signs(double day, string kid)
    {
        Assert.Equal(kid, KeySchedule.SignerAt([Key(0), Key(90)], Start.AddDays(day))?.Kid);
    }

    [Fact]
    public void A_key_is_over_when_its_last_token_has_expired_and_a_day_has_passed()
    {
        SigningKey[] keys = [Key(0), Key(90)];
        var end = Start.AddDays(91) + AuthOptions.TokenLifetime;

        Assert.Empty(_schedule.Over(keys, end.AddSeconds(-1)));
        Assert.Equal(["0"], _schedule.Over(keys, end).Select(k => k.Kid));
    }

    [Fact]
    public void The_key_that_signs_is_never_over()
    {
        Assert.Empty(_schedule.Over([Key(0)], Start.AddDays(1_000)));
    }

    private static SigningKey Key(int day) => new()
    {
        Kid = day.ToString(CultureInfo.InvariantCulture),
        WrappedPrivateKey = [],
        PublicJwk = "",
        CreatedAt = Start,
        SignsFrom = Start.AddDays(day),
    };
}
