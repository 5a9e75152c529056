using Google.Protobuf.WellKnownTypes;
using Hub.Catalogue.V1;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

public sealed class MapperTests
{
    [Fact]
    public void A_column_no_field_takes_goes_into_the_attributes_unless_it_is_empty()
    {
        var item = Rows.Map("course", """{ "title": "name" }""", ("name", "Las"), ("room", "B2"), ("note", ""));

        Assert.Equal("1", item.ExternalId);
        Assert.Equal("Las", item.Course.Title);
        Assert.Equal("room=B2", Told(item.Course.Attributes));
    }

    [Fact]
    public void A_column_stays_in_the_attributes_when_its_field_no_longer_tells_what_it_held()
    {
        const string Fields = """{ "title": { "column": "name", "steps": ["trim"] } }""";

        var exact = Rows.Map("course", Fields, ("name", "Las"));
        var trimmed = Rows.Map("course", Fields, ("name", " Las"));

        Assert.Empty(exact.Course.Attributes);
        Assert.Equal("Las", trimmed.Course.Title);
        Assert.Equal("name= Las", Told(trimmed.Course.Attributes));
    }

    [Theory]
    [InlineData("price", "-5", "'-5' is not a whole number of 0 or more; price_idr goes without it, and the text into the attributes")]
    [InlineData("money", "Rp 5rb", "'Rp 5rb' is not an amount of whole rupiah, 0 or more; price_idr goes without it, and the text into the attributes")]
    [InlineData("start", "31/02/2026", "'31/02/2026' is not a time as dd/MM/yyyy; valid_through goes without it, and the text into the attributes")]
    [InlineData("link", "tanya admin", "'tanya admin' is not an absolute http or https address; apply_url goes without it, and the text into the attributes")]
    public void A_value_that_cannot_be_read_is_told_with_its_place_and_the_rest_goes_on(string column, string text, string told)
    {
        const string Map = """
            { "kind": "course", "id": "id", "revision": { "constant": 1 }, "fields": {
                "title": "name",
                "price_idr": FIELD,
                "valid_through": { "column": "start", "steps": [{ "date": { "formats": ["dd/MM/yyyy"] } }] },
                "apply_url": { "column": "link", "steps": ["url"] } } }
            """;
        var price = column == "money" ? """{ "column": "money", "steps": [{ "money": { "currency": "IDR" } }] }""" : "\"price\"";
        List<UnreadValue> unread = [];
        var mapper = new Mapper(MapReader.Read(Map.Replace("FIELD", price, StringComparison.Ordinal), "."), "offers.csv") { Unread = unread.Add };

        var item = mapper.Map(Rows.Of(("id", "7"), ("name", "Las"), (column, text)));

        Assert.Equal(("Las", text), (item.Course.Title, item.Course.Attributes[column]));
        Assert.Equal([$"line 2, item 7, column '{column}': {told}. Correct the file, or the map."], unread.Select(value => value.ToString()));
    }

    [Fact]
    public void A_revision_that_cannot_be_read_is_told()
    {
        const string Map = """{ "kind": "course", "id": "id", "revision": "changed", "fields": { "title": "name" } }""";
        List<UnreadValue> unread = [];
        var mapper = new Mapper(MapReader.Read(Map, "."), "offers.csv") { Unread = unread.Add };

        Assert.Equal(5, mapper.Map(Rows.Of(("id", "6"), ("name", "Las"), ("changed", "5"))).Revision);
        Assert.Empty(unread);
        Assert.Equal(0, mapper.Map(Rows.Of(("id", "7"), ("name", "Las"), ("changed", "yesterday"))).Revision);

        Assert.Equal(("7", "changed", "revision", "yesterday"), Assert.Single(unread) is var told ? (told.ExternalId, told.Column, told.Field, told.Text) : default);
    }

    [Theory]
    [InlineData("never", " Las", null)]
    [InlineData("always", "Las", "Las")]
    public void A_map_says_otherwise_what_is_kept(string keep, string name, string? kept)
    {
        var item = Rows.Map("course", $$"""{ "title": { "column": "name", "steps": ["trim"], "keep": "{{keep}}" } }""", ("name", name));

        Assert.Equal(kept, item.Course.Attributes.GetValueOrDefault("name"));
    }

    [Fact]
    public void A_column_that_two_fields_take_is_not_kept_when_one_of_them_holds_it()
    {
        var item = Rows.Map(
            "course", """{ "title": "name", "course_code": { "column": "name", "steps": ["upper"] } }""", ("name", "Las"));

        Assert.Equal(("Las", "LAS"), (item.Course.Title, item.Course.CourseCode));
        Assert.Empty(item.Course.Attributes);
    }

    [Fact]
    public void A_dropped_column_is_nowhere()
    {
        var item = Rows.Map(
            """{ "kind": "gig", "id": "id", "revision": { "constant": 1 }, "fields": { "title": "t" }, "drop": ["seen"] }""",
            [("t", "Cuci AC"), ("seen", "today")]);

        Assert.Equal("Cuci AC", item.Gig.Title);
        Assert.Empty(item.Gig.Attributes);
    }

    [Fact]
    public void A_message_inside_is_unset_when_none_of_its_columns_says_anything()
    {
        const string Fields = """{ "employer.name": "company", "employer.external_id": "company_id" }""";

        var told = Rows.Map("vacancy", Fields, ("company", "PT Maju"), ("company_id", "7"));
        var hidden = Rows.Map("vacancy", Fields, ("company", ""), ("company_id", ""));

        Assert.Equal(new Employer { Name = "PT Maju", ExternalId = "7" }, told.Vacancy.Employer);
        Assert.Null(hidden.Vacancy.Employer);
    }

    [Fact]
    public void An_amount_in_another_currency_is_unset_and_the_original_kept()
    {
        const string Fields = """{ "pay_min_idr": { "column": "pay", "steps": [{ "money": { "currency_column": "currency" } }] } }""";

        var rupiah = Rows.Map("vacancy", Fields, ("pay", "5000000"), ("currency", "IDR"));
        var dollars = Rows.Map("vacancy", Fields, ("pay", "5000"), ("currency", "SGD"));

        Assert.Equal(5_000_000, rupiah.Vacancy.PayMinIdr);
        Assert.Equal("currency=IDR", Told(rupiah.Vacancy.Attributes));
        Assert.False(dollars.Vacancy.HasPayMinIdr);
        Assert.Equal("currency=SGD|pay=5000", Told(dollars.Vacancy.Attributes));
    }

    [Fact]
    public void Dates_lists_numbers_enums_and_constants_reach_their_fields()
    {
        var item = Rows.Map(
            "course_run",
            """
            {
              "title": "t", "language": { "constant": "id" }, "course_external_id": "course", "capacity": "seats",
              "starts_at": { "column": "start", "steps": [{ "date": { "formats": ["dd/MM/yyyy HH:mm"], "zone": "Asia/Jakarta" } }] },
              "skills": { "column": "skills", "steps": [{ "split": ";" }, "trim"] },
              "venue.name": "place", "mode": { "constant": "OFFLINE" }
            }
            """,
            ("t", "Las"), ("course", "C-1"), ("seats", "020"), ("start", "03/02/2026 08:30"), ("skills", "las; potong"), ("place", "BLK Jambi"));

        var run = item.CourseRun;
        Assert.Equal(("id", "C-1", 20, "BLK Jambi", DeliveryMode.Offline), (run.Language, run.CourseExternalId, run.Capacity, run.Venue.Name, run.Mode));
        Assert.Equal(Timestamp.FromDateTimeOffset(new(2026, 2, 3, 1, 30, 0, TimeSpan.Zero)), run.StartsAt);
        Assert.Equal(["las", "potong"], run.Skills);
        Assert.Equal("seats=020|skills=las; potong", Told(run.Attributes));
    }

    [Fact]
    public void A_text_that_is_no_number_leaves_the_field_unset_and_is_kept()
    {
        var item = Rows.Map("gig", """{ "openings": "wanted" }""", ("wanted", "many"));

        Assert.False(item.Gig.HasOpenings);
        Assert.Equal("wanted=many", Told(item.Gig.Attributes));
    }

    [Theory]
    [InlineData("""{ "constant": 7 }""", 7)]
    [InlineData("\"version\"", 12)]
    [InlineData("""{ "column": "changed", "steps": [{ "date": { "formats": ["yyyy-MM-dd"] } }] }""", 1_767_225_600_000)]
    [InlineData("""{ "file_name": "(\\d{4})-(\\d\\d)-(\\d\\d)" }""", 20260105)]
    [InlineData("\"name\"", 0)]
    public void A_revision_comes_from_where_the_map_says(string revision, long expected)
    {
        var map = $$"""{ "kind": "course", "id": "id", "revision": {{revision}}, "fields": { "title": "name" } }""";

        var item = Rows.Map(map, [("name", "Las"), ("version", "12"), ("changed", "2026-01-01")], "export-2026-01-05.csv.gz");

        Assert.Equal(expected, item.Revision);
    }

    [Fact]
    public void A_revision_given_as_an_argument_wins_and_one_that_is_wanted_must_be_given()
    {
        const string Map = """{ "kind": "course", "id": "id", "revision": "argument", "fields": { "title": "name" } }""";

        var given = Rows.Map(Map, [("name", "Las")], revision: 9);
        var missing = Assert.Throws<InvalidDataException>(() => Rows.Map(Map, [("name", "Las")]));

        Assert.Equal(9, given.Revision);
        Assert.Contains("--revision", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_says_the_item_is_gone_becomes_a_tombstone()
    {
        const string Map = """
            { "kind": "vacancy", "id": "id", "revision": { "constant": 2 }, "fields": { "title": "t" },
              "withdrawn": { "column": "status", "values": ["closed"] } }
            """;

        var gone = Rows.Map(Map, [("t", "Kasir"), ("status", "closed")]);
        var open = Rows.Map(Map, [("t", "Kasir"), ("status", "open")]);

        Assert.Equal(new Tombstone { Reason = "closed" }, gone.Tombstone);
        Assert.Equal("Kasir", open.Vacancy.Title);
    }

    [Fact]
    public void Rows_of_other_columns_may_follow_each_other()
    {
        var mapper = new Mapper(
            MapReader.Read("""{ "kind": "course", "id": "id", "revision": { "constant": 1 }, "fields": { "title": "name" } }""", "."), "a.jsonl");

        var first = mapper.Map(Rows.Of(("id", "1"), ("name", "Las"), ("room", "B2")));
        var second = mapper.Map(Rows.Of(("floor", "3"), ("id", "2")));

        Assert.Equal("room=B2", Told(first.Course.Attributes));
        Assert.Equal(("2", ""), (second.ExternalId, second.Course.Title));
        Assert.Equal("floor=3", Told(second.Course.Attributes));
    }

    private static string Told(IDictionary<string, string> attributes) =>
        string.Join('|', attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"));
}
