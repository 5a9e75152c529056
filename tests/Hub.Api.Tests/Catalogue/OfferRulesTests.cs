using Google.Protobuf.WellKnownTypes;
using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data.Areas;
using Hub.Data.Catalogue;
using Hub.Data.Participants;
using Outcome = Hub.Data.Catalogue.Outcome;
using PayUnit = Hub.Catalogue.V1.PayUnit;
using VacancyProfile = Hub.Data.Participants.VacancyProfile;

namespace Hub.Api.Tests.Catalogue;

public sealed class OfferRulesTests
{
    private const OfferKinds AllKinds = OfferKinds.Course | OfferKinds.CourseRun | OfferKinds.Gig | OfferKinds.Vacancy;

    internal static readonly AreaList Areas = new(["33", "33.25", "31"]);

    [Fact]
    public void A_full_item_of_each_kind_passes()
    {
        foreach (var item in (Item[])[Course(), Run(), Gig(), Vacancy()])
        {
            var checkedItem = Check(item);

            Assert.Null(checkedItem.Write.RuleOutcome);
            Assert.Empty(checkedItem.Findings);
            Assert.Equal(ItemVerb.Content, checkedItem.Write.Verb);
        }
    }

    [Fact]
    public void An_item_without_a_usable_key_only_gets_a_verdict()
    {
        AssertUnkeyed(new() { Revision = 1, Course = Course().Course }, "EXTERNAL_ID_MISSING", "item.external_id");
        AssertUnkeyed(new() { ExternalId = new('é', 129), Revision = 1, Course = Course().Course }, "EXTERNAL_ID_TOO_LONG", "item.external_id");
        AssertUnkeyed(new() { ExternalId = "a\uFFFD", Revision = 1, Course = Course().Course }, "EXTERNAL_ID_UNREADABLE", "item.external_id");
        AssertUnkeyed(new() { ExternalId = "a", Course = Course().Course }, "REVISION_NOT_POSITIVE", "item.revision");
        AssertUnkeyed(new() { ExternalId = "a", Revision = 1 }, "CONTENT_MISSING", "item.content");
    }

    public static TheoryData<string, string, Action<Item>> Broken => new()
    {
        { "TITLE_MISSING", "gig.title", i => i.Gig.Title = "  " },
        { "TEXT_TOO_LONG", "gig.title", i => i.Gig.Title = new('x', 301) },
        { "TEXT_TOO_LONG", "gig.description", i => i.Gig.Description = new('x', 20_001) },
        { "CONTENT_TOO_LARGE", "item.content", i => i.Gig.Attributes.Add(Enumerable.Range(0, 90).ToDictionary(n => $"{n}", _ => new string('x', 3_000))) },
        { "TEXT_HAS_NUL", "gig.description", i => i.Gig.Description = "a\0b" },
        { "LANGUAGE_MALFORMED", "gig.language", i => i.Gig.Language = "1" },
        { "URL_MALFORMED", "gig.apply_url", i => i.Gig.ApplyUrl = "javascript:alert(1)" },
        { "OCCUPATION_MALFORMED", "gig.occupation_code", i => i.Gig.OccupationCode = "74a2" },
        { "INDUSTRY_MALFORMED", "gig.industry_code", i => i.Gig.IndustryCode = "1" },
        { "VALUE_EMPTY", "gig.skills[1]", i => i.Gig.Skills.Add(["las", ""]) },
        { "TOO_MANY_VALUES", "gig.skills", i => i.Gig.Skills.Add(Enumerable.Repeat("las", 101)) },
        { "TOO_MANY_VALUES", "gig.attributes", i => i.Gig.Attributes.Add(Enumerable.Range(0, 101).ToDictionary(n => $"k{n}", _ => "v")) },
        { "ATTRIBUTE_REPEATED", "gig.attributes[é]", i => i.Gig.Attributes.Add(new Dictionary<string, string> { ["é"] = "1", ["e\u0301"] = "2" }) },
        { "TEXT_TOO_LONG", "gig.attributes[note]", i => i.Gig.Attributes["note"] = new('x', 4_001) },
        { "TIME_OUT_OF_RANGE", "gig.valid_through", i => i.Gig.ValidThrough = new() { Seconds = long.MaxValue } },
        { "NUMBER_OUT_OF_RANGE", "gig.openings", i => i.Gig.Openings = 0 },
        { "AMOUNT_OUT_OF_RANGE", "gig.pay_min_idr", i => i.Gig.PayMinIdr = -1 },
        { "PAY_UNIT_MISSING", "gig.pay_unit", i => i.Gig.PayUnit = PayUnit.Unspecified },
        { "PAY_RANGE_REVERSED", "gig.pay_max_idr", i => (i.Gig.PayMinIdr, i.Gig.PayMaxIdr) = (2, 1) },
        { "SECTOR_OTHER_NEEDS_OCCUPATION", "gig.occupation_code", i => (i.Gig.Sector, i.Gig.OccupationCode) = (Sector.Other, "") },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_rejects_and_names_the_field(string reason, string field, Action<Item> break_)
    {
        var item = Gig();
        break_(item);

        var checkedItem = Check(item);

        Assert.Equal(Outcome.Rejected, checkedItem.Write.RuleOutcome);
        Assert.Equal((reason, field), (checkedItem.Write.Finding!.Reason, checkedItem.Write.Finding.Field));
    }

    [Fact]
    public void Lengths_are_counted_in_code_points()
    {
        var item = Gig();
        item.Gig.Title = string.Concat(Enumerable.Repeat("\U0001F6E0", 300));
        var tooLong = Gig();
        tooLong.Gig.Title = string.Concat(Enumerable.Repeat("\U0001F6E0", 301));

        Assert.Null(Check(item).Write.RuleOutcome);
        Assert.Equal(("TEXT_TOO_LONG", "301 > 300"), (Check(tooLong).Write.Finding!.Reason, Check(tooLong).Write.Finding!.Detail));
    }

    [Fact]
    public void A_key_that_is_too_long_is_quoted_without_half_a_character()
    {
        var item = Gig();
        item.ExternalId = "x" + string.Concat(Enumerable.Repeat("\U0001F6E0", 200));

        var quoted = Check(item).Write.ExternalId;

        Assert.Equal(255, quoted.Length);
        Assert.True(char.IsLowSurrogate(quoted[^1]));
    }

    [Fact]
    public void Every_key_in_an_item_has_the_same_limits()
    {
        var long_ = new string('é', 129);
        AssertRun("EXTERNAL_ID_TOO_LONG", "course_run.course_external_id", r => r.CourseExternalId = long_);
        AssertRun("TEXT_HAS_NUL", "course_run.course_external_id", r => r.CourseExternalId = "a\0");
        AssertRun("EXTERNAL_ID_UNREADABLE", "course_run.course_external_id", r => r.CourseExternalId = "a\uFFFD");
        AssertEmployer("EXTERNAL_ID_TOO_LONG", long_);
        AssertEmployer("TEXT_HAS_NUL", "a\0");
        AssertEmployer("EXTERNAL_ID_UNREADABLE", "a\uFFFD");
    }

    [Fact]
    public void An_unspecified_value_inside_a_list_is_rejected_and_an_unknown_one_quarantined()
    {
        var unspecified = Vacancy();
        unspecified.Vacancy.EmploymentTypes.Add(EmploymentType.Unspecified);
        var unknown = Vacancy();
        unknown.Vacancy.EmploymentTypes.Add((EmploymentType)77);

        Assert.Equal((Outcome.Rejected, "VALUE_UNSPECIFIED"), (Check(unspecified).Write.RuleOutcome, Check(unspecified).Write.Finding!.Reason));
        Assert.Equal((Outcome.Quarantined, "ENUM_UNKNOWN"), (Check(unknown).Write.RuleOutcome, Check(unknown).Write.Finding!.Reason));
    }

    public static TheoryData<string, string, string, Action<Item>> Unknown => new()
    {
        { "AREA_UNKNOWN", "gig.area_codes[1]", "Atlantis", i => i.Gig.AreaCodes.Add(["33", "Atlantis"]) },
        { "SECTOR_UNKNOWN", "gig.sector", "99", i => i.Gig.Sector = (Sector)99 },
        { "ENUM_UNKNOWN", "gig.pay_unit", "42", i => i.Gig.PayUnit = (PayUnit)42 },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public void An_unknown_code_quarantines_and_names_the_code(string reason, string field, string detail, Action<Item> change)
    {
        var item = Gig();
        item.Gig.AreaCodes.Clear();
        change(item);

        var checkedItem = Check(item);

        Assert.Equal(Outcome.Quarantined, checkedItem.Write.RuleOutcome);
        Assert.Equal(new ItemFinding(reason, field, Hub.Data.Catalogue.Severity.Error, detail), checkedItem.Write.Finding);
    }

    [Fact]
    public void A_broken_rule_outweighs_an_unknown_code_and_both_are_told()
    {
        var item = Gig();
        item.Gig.AreaCodes.Add("Atlantis");
        item.Gig.Title = "";

        var checkedItem = Check(item);

        Assert.Equal((Outcome.Rejected, "TITLE_MISSING"), (checkedItem.Write.RuleOutcome, checkedItem.Write.Finding!.Reason));
        Assert.Contains(checkedItem.Findings, f => f.Reason == "AREA_UNKNOWN");
    }

    [Fact]
    public void A_vacancy_without_openings_or_validity_is_rejected_where_the_profile_is_statutory_and_warned_about_elsewhere()
    {
        var item = Vacancy();
        item.Vacancy.ClearOpenings();

        var statutory = Check(item.Clone(), VacancyProfile.Statutory);
        var general = Check(item.Clone());

        Assert.Equal(
            (Outcome.Rejected, "STATUTORY_FIELD_MISSING", "vacancy.openings"),
            (statutory.Write.RuleOutcome, statutory.Write.Finding!.Reason, statutory.Write.Finding.Field));
        Assert.Null(general.Write.RuleOutcome);
        Assert.Equal(Hub.Data.Catalogue.Severity.Warning, general.Write.Finding!.Severity);
    }

    [Fact]
    public void Text_that_was_no_utf8_is_taken_with_a_warning()
    {
        var item = Gig();
        item.Gig.Description = "servis \uFFFD AC";

        var checkedItem = Check(item);

        Assert.Null(checkedItem.Write.RuleOutcome);
        Assert.Equal(("TEXT_UNREADABLE", "gig.description"), (checkedItem.Write.Finding!.Reason, checkedItem.Write.Finding.Field));
    }

    [Fact]
    public void A_run_states_its_course_its_start_and_meetings_in_order()
    {
        AssertRun("FIELD_MISSING", "course_run.course_external_id", r => r.CourseExternalId = "");
        AssertRun("FIELD_MISSING", "course_run.starts_at", r => r.StartsAt = null);
        AssertRun("TIME_REVERSED", "course_run.ends_at", r => r.EndsAt = At(0));
        AssertRun("SEQUENCE_NOT_RISING", "course_run.sessions[1].sequence", r => r.Sessions[1].Sequence = 1);
        AssertRun("TIME_REVERSED", "course_run.sessions[0].ends_at", r => r.Sessions[0].EndsAt = At(0));
    }

    [Fact]
    public void A_kind_the_source_may_not_hold_is_rejected()
    {
        var checkedItem = OfferRules.Check(Gig(), 1, new(OfferKinds.Course, VacancyProfile.General, Areas));

        Assert.Equal("KIND_NOT_OF_SOURCE", checkedItem.Write.Finding!.Reason);
    }

    [Fact]
    public void Equal_content_has_equal_hashes_whatever_the_order_of_attributes_and_the_form_of_accents()
    {
        var composed = Gig();
        composed.Gig.Title = "Café";
        composed.Gig.Attributes.Add(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        var decomposed = Gig();
        decomposed.Gig.Title = "Cafe\u0301";
        decomposed.Gig.Attributes.Add(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        var other = Gig();
        other.Gig.Title = "Cafe";

        Assert.Equal(Check(composed).Write.Hash, Check(decomposed).Write.Hash);
        Assert.NotEqual(Check(composed).Write.Hash, Check(other).Write.Hash);
    }

    [Fact]
    public void What_was_read_once_reads_the_same_from_its_body()
    {
        foreach (var item in (Item[])[Course(), Run(), Gig(), Vacancy()])
        {
            var content = Check(item).Write.Content!;

            var again = OfferRules.Reread(content.Kind, content.Body, Areas).Content;

            Assert.Equal(content with { Places = [] }, again with { Places = [] });
            Assert.Equal(content.Places, again.Places);
        }
    }

    [Fact]
    public void A_code_that_is_gone_when_a_body_is_read_again_quarantines()
    {
        var content = Check(Gig()).Write.Content!;

        var again = OfferRules.Reread(content.Kind, content.Body, new(["33"]));

        Assert.Equal((Outcome.Quarantined, "AREA_UNKNOWN"), (again.RuleOutcome, again.Finding!.Reason));
    }

    private static void AssertUnkeyed(Item item, string reason, string field)
    {
        var checkedItem = Check(item);
        Assert.Equal(ItemVerb.Unkeyed, checkedItem.Write.Verb);
        Assert.Equal((reason, field), (checkedItem.Write.Finding!.Reason, checkedItem.Write.Finding.Field));
    }

    private static void AssertRun(string reason, string field, Action<CourseRun> break_)
    {
        var item = Run();
        break_(item.CourseRun);
        var finding = Check(item).Write.Finding!;
        Assert.Equal((reason, field), (finding.Reason, finding.Field));
    }

    private static void AssertEmployer(string reason, string key)
    {
        var item = Vacancy();
        item.Vacancy.Employer.ExternalId = key;
        var finding = Check(item).Write.Finding!;
        Assert.Equal((reason, "vacancy.employer.external_id"), (finding.Reason, finding.Field));
    }

    private static CheckedItem Check(Item item, VacancyProfile profile = VacancyProfile.General) =>
        OfferRules.Check(item, 1, new(AllKinds, profile, Areas));

    private static Item Course() => new()
    {
        ExternalId = "c",
        Revision = 1,
        Course = new()
        {
            Title = "Barista dasar", Description = "Menyeduh kopi.", Language = "id", AreaCodes = { "33.25", "31" }, Sector = Sector.Other,
            OccupationCode = "5132", Skills = { "espresso" }, ProviderName = "LPK Maju", Hours = 40, PriceIdr = 0, KkniLevel = 2,
            Mode = Hub.Catalogue.V1.DeliveryMode.Offline, ApplyUrl = "https://example.org/kursus?id=1",
        },
    };

    private static Item Run() => new()
    {
        ExternalId = "r",
        Revision = 1,
        CourseRun = new()
        {
            Title = "Barista dasar, Mei", CourseExternalId = "c", StartsAt = At(10), EndsAt = At(20), Capacity = 20, Venue = new() { Name = "Aula" },
            Sessions = { new CourseSession { Sequence = 1, StartsAt = At(10), EndsAt = At(11) }, new CourseSession { Sequence = 999, StartsAt = At(20) } },
        },
    };

    private static Item Gig() => new()
    {
        ExternalId = "g",
        Revision = 1,
        Gig = new()
        {
            Title = "Servis AC", Sector = Sector.Repair, OccupationCode = "7412", AreaCodes = { "31" }, Openings = 1,
            PayUnit = PayUnit.Task, PayMinIdr = 100_000, PayMaxIdr = 150_000, Tools = { "obeng" },
        },
    };

    private static Item Vacancy() => new()
    {
        ExternalId = "v",
        Revision = 1,
        Vacancy = new()
        {
            Title = "Teknisi", Openings = 2, ValidThrough = At(99), Employer = new() { Name = "PT Contoh" }, AreaCodes = { "33.25.01" },
            EmploymentTypes = { EmploymentType.FullTime, EmploymentType.Contract }, PayUnit = PayUnit.Month, PayMinIdr = 3_000_000,
        },
    };

    private static Timestamp At(int hours) => new() { Seconds = 1_767_225_600 + (hours * 3_600) };
}
