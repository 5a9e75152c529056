using PartnerSync;

namespace Hub.Conformance.PartnerSync;

public sealed class MapReaderTests
{
    [Theory]
    [InlineData("""{ "id": "id", "revision": "argument", "fields": {} }""", "map: needs 'kind'.")]
    [InlineData("""{ "kind": "job", "id": "id", "revision": "argument", "fields": {} }""", "map.kind: must be one of course, course_run, gig, vacancy.")]
    [InlineData("""{ "kind": "course", "id": "id", "revision": "argument", "fields": {}, "drp": [] }""", "map.drp: is not known here")]
    [InlineData("{", "The mapping is no JSON")]
    public void A_slip_is_refused_with_its_place(string json, string expected)
    {
        var refused = Assert.Throws<InvalidDataException>(() => MapReader.Read(json, "."));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("course", """{ "titel": "t" }""", "map.fields.titel: There is no field 'titel' in Course.")]
    [InlineData("course", """{ "attributes": "t" }""", "map.fields.attributes: The field 'attributes' is filled by itself.")]
    [InlineData("course_run", """{ "sessions": "t" }""", "map.fields.sessions: The field 'sessions' is not one a column can fill.")]
    [InlineData("course", """{ "title": {} }""", "map.fields.title: needs either a column or a constant.")]
    [InlineData("course", """{ "title": { "column": "t", "steps": ["tirm"] } }""",
        "map.fields.title.steps[0]: there is no step 'tirm' without settings.")]
    [InlineData("course", """{ "title": { "column": "t", "steps": [{ "enmu": {} }] } }""",
        "map.fields.title.steps[0].enmu: there is no step 'enmu'.")]
    [InlineData("course", """{ "title": { "column": "t", "steps": [{ "money": {} }] } }""",
        "money: needs either a currency or a currency_column.")]
    [InlineData("course", """{ "title": { "column": "t", "steps": [{ "replace": { "pattern": "(", "with": "" } }] } }""",
        "replace: Invalid pattern")]
    [InlineData("course", """{ "title": { "column": "t", "steps": [{ "date": { "formats": ["d"], "zone": "Mars" } }] } }""",
        "date.zone: there is no time zone 'Mars'.")]
    [InlineData("course", """{ "area_codes": { "column": "t", "steps": [{ "areas": { "aliases": { "X": "99" } } }] } }""",
        "aliases.X: '99' is no code of a province or regency.")]
    [InlineData("course", """{ "title": { "column": "t", "keep": "maybe" } }""", "keep: must be when_changed, always or never.")]
    public void A_slip_in_the_fields_is_refused_with_its_place(string kind, string fields, string expected) =>
        A_slip_is_refused_with_its_place($$"""{ "kind": "{{kind}}", "id": "id", "revision": "argument", "fields": {{fields}} }""", expected);

    [Theory]
    [InlineData("jobstreet.json")]
    [InlineData("nj-etpl.json")]
    [InlineData("coursera.json")]
    public void The_maps_that_come_with_the_program_are_read(string name) =>
        Assert.NotEmpty(MapReader.Read(RealInput.RealData.Map(name)).Fields);

    [Fact]
    public void The_map_that_the_readme_shows_is_read()
    {
        var readme = File.ReadAllText(Path.Combine(RealInput.RealData.Project, "clients/samples/partner-sync/README.md"));
        var shown = readme.Split("```json")[1].Split("```")[0];

        var map = MapReader.Read(shown, Path.GetDirectoryName(RealInput.RealData.Map("places-id.json"))!);

        Assert.Equal(4, map.Fields.Count);
    }
}
