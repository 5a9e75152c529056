using Google.Protobuf;
using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data.Participants;
using Hub.Testing;
using VacancyProfile = Hub.Data.Participants.VacancyProfile;

namespace Hub.Api.Tests.Catalogue;

/// <summary>Items with a few bytes changed: a million of them where <c>HUB_RIGS=full</c> asks for it.</summary>
public sealed class OfferRulesMutationTests
{
    [Fact]
    public void Rules_judge_changed_items_and_never_throw()
    {
        var rules = new RuleContext(
            OfferKinds.Gig | OfferKinds.Course | OfferKinds.CourseRun | OfferKinds.Vacancy, VacancyProfile.General, OfferRulesTests.Areas);
        byte[][] good =
        [
            new Item { ExternalId = "a", Revision = 7, Gig = new() { Title = "Servis AC panggilan", Sector = Sector.Repair, AreaCodes = { "31.74" }, PayMinIdr = 100_000, PayUnit = PayUnit.Day, Skills = { "AC" } } }.ToByteArray(),
            new Item { ExternalId = "b", Revision = 1, Course = new() { Title = "Barista", Description = "Kopi dan susu", PriceIdr = 500_000, Attributes = { ["asal"] = "x" } } }.ToByteArray(),
            new Item { ExternalId = "c", Revision = 1, Tombstone = new() { Reason = "selesai" } }.ToByteArray(),
        ];
        var random = new Random(2026);
        var (unreadable, judged) = (0, 0);
        for (var i = 0; i < (Environment.GetEnvironmentVariable("HUB_RIGS") == "full" ? 1_000_000 : 20_000); i++)
        {
            try
            {
                OfferRules.Check(Item.Parser.ParseFrom(Mutation.Of(good[i % good.Length], random)), 1, rules);
                judged++;
            }
            catch (InvalidProtocolBufferException)
            {
                unreadable++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{judged} changed items judged, {unreadable} unreadable");
        Assert.True(judged > 0 && unreadable > 0);
    }
}
