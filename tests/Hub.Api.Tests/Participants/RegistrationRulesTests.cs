using Hub.Api.Participants;
using Hub.Data.Participants;

namespace Hub.Api.Tests.Participants;

public sealed class RegistrationRulesTests
{
    [Fact]
    public void A_whole_participant_breaks_no_rule() =>
        Assert.Empty(RegistrationRules.Check(new NewParticipant("PT Pelatihan Nusantara", ParticipantKind.Provider, "1234567890123", "33.25.05.2001")));

    [Fact]
    public void Everything_wrong_with_a_participant_is_told_at_once()
    {
        var problems = RegistrationRules.Check(new NewParticipant("", default, "12", "3325")).ToList();

        Assert.Equal(["NAME_MISSING", "KIND_MISSING", "NIB_MALFORMED", "AREA_CODE_MALFORMED"], problems.Select(problem => problem.Reason));
        Assert.Equal(["legal_name", "kind", "nib", "area_code"], problems.Select(problem => problem.Field));
        Assert.All(problems, problem => Assert.NotEqual(problem.Message, problem.Indonesian));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_legal_name_has_200_characters_at_most(int length, bool passes) =>
        Assert.Equal(passes, !RegistrationRules.Check(new NewParticipant(new('x', length), ParticipantKind.Agency)).Any());

    [Theory]
    [InlineData("33", true)]
    [InlineData("33.25", true)]
    [InlineData("33.25.", false)]
    [InlineData("33.25\n", false)]
    [InlineData("٣٣", false)]
    public void An_area_code_has_the_form_of_kemendagri(string code, bool passes) =>
        Assert.Equal(passes, !RegistrationRules.Check(new NewParticipant("A", ParticipantKind.Agency, AreaCode: code)).Any());

    [Fact]
    public void Everything_wrong_with_a_source_is_told_at_once()
    {
        var problems = RegistrationRules.Check(new NewSource(Guid.Empty, "a\tb", OfferKinds.None, LeaseHours: 0, WithdrawalGuard: -1));

        Assert.Equal(
            ["NAME_HAS_CONTROL_CHARACTERS", "OFFER_KINDS_MISSING", "LEASE_HOURS_OUT_OF_RANGE", "WITHDRAWAL_GUARD_NEGATIVE"],
            problems.Select(problem => problem.Reason));
    }
}
