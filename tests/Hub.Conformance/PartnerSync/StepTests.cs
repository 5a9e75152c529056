using PartnerSync;

namespace Hub.Conformance.PartnerSync;

/// <summary>Each step by itself: what it makes of a value, and whether the value can still be told from it.</summary>
public sealed class StepTests
{
    [Theory]
    [InlineData("\"trim\"", "Las", "Las", false)]
    [InlineData("\"trim\"", " Las ", "Las", true)]
    [InlineData("\"html\"", "a &amp; b &#39;c&#39;", "a & b 'c'", true)]
    [InlineData("\"html\"", "a & b", "a & b", false)]
    [InlineData("\"lower\"", "LAS", "las", true)]
    [InlineData("\"upper\"", "LAS", "LAS", false)]
    [InlineData("\"unquote\"", "\"Baking \"\"A\"\", Art\"", "Baking \"A\", Art", true)]
    [InlineData("\"unquote\"", "\"half", "\"half", false)]
    [InlineData("""{ "replace": { "pattern": "(?<=\\w)\"(?=s\\b)", "with": "'" } }""", "driver\"s", "driver's", true)]
    [InlineData("""{ "split": "," }""", "a,b", "a|b", false)]
    [InlineData("""{ "split": "," }""", "a,,b", "a|b", true)]
    [InlineData("""{ "default": "x" }""", "", "x", false)]
    [InlineData("""{ "default": "x" }""", "y", "y", false)]
    [InlineData("""{ "enum": { "ft": "FULL_TIME" } }""", "ft", "FULL_TIME", false)]
    [InlineData("""{ "enum": { "ft": "FULL_TIME" } }""", "pt", "", true)]
    [InlineData("""{ "enum": { "ft": "FULL_TIME", "full": "FULL_TIME" } }""", "ft", "FULL_TIME", true)]
    [InlineData("\"number\"", "12", "12", false)]
    [InlineData("\"number\"", "12.0", "12", true)]
    [InlineData("\"number\"", "12.5", "", true)]
    [InlineData("\"number\"", "-1", "", true)]
    [InlineData("\"number\"", "twelve", "", true)]
    [InlineData("""{ "number": { "least": 1 } }""", "0", "", true)]
    [InlineData("""{ "number": { "most": 9 } }""", "10", "", true)]
    [InlineData("""{ "number": { "group": "." } }""", "1.250", "1250", true)]
    [InlineData("""{ "money": { "currency": "IDR" } }""", "4500000", "4500000", false)]
    [InlineData("""{ "money": { "currency": "IDR", "group": "." } }""", "4.500.000,00", "4500000", true)]
    [InlineData("""{ "money": { "currency": "IDR" } }""", "99999999999999999999999999999999", "", true)]
    [InlineData("""{ "money": { "currency": "IDR", "least": 1000 } }""", "6", "", true)]
    [InlineData("""{ "money": { "currency": "USD" } }""", "355", "", true)]
    [InlineData("""{ "money": { "currency_column": "currency" } }""", "355", "", true)]
    [InlineData("\"url\"", "https://a.id/x?token=1#y", "https://a.id/x", true)]
    [InlineData("\"url\"", "https://a.id/x", "https://a.id/x", false)]
    [InlineData("\"url\"", "www.a.id", "", true)]
    [InlineData("""{ "url": { "scheme": "https" } }""", "www.a.id", "https://www.a.id", true)]
    [InlineData("""{ "url": { "scheme": "https" } }""", "591 Summit Ave", "", true)]
    [InlineData("""{ "url": { "keep_query": true } }""", "https://a.id/x?id=1#y", "https://a.id/x?id=1", true)]
    [InlineData("\"url\"", "ftp://a.id/x", "", true)]
    [InlineData("""{ "date": { "formats": ["yyyy-MM-dd"], "zone": "Asia/Jakarta" } }""", "2026-01-02", "2026-01-01T17:00:00Z", false)]
    [InlineData("""{ "date": { "formats": ["yyyy-MM-dd", "d/M/yyyy"] } }""", "2/1/2026", "2026-01-02T00:00:00Z", false)]
    [InlineData("""{ "date": { "formats": ["d/M/yyyy"] } }""", "02/01/2026", "2026-01-02T00:00:00Z", true)]
    [InlineData("""{ "date": { "formats": ["yyyy-MM-dd'T'HH:mm:sszzz"], "zone": "Asia/Jakarta" } }""",
        "2026-01-02T07:00:00+07:00", "2026-01-02T00:00:00Z", false)]
    [InlineData("""{ "date": { "formats": ["yyyy-MM-dd"] } }""", "soon", "", true)]
    [InlineData("""{ "areas": { "nowhere": ["Indonesia"] } }""", "Indonesia", "", true)]
    [InlineData("""{ "areas": { "aliases": { "Madura": ["35.26", "35.27"] } } }""", "madura", "35.26|35.27", true)]
    [InlineData("""{ "areas": {} }""", "33.25", "33.25", false)]
    [InlineData("""{ "areas": {} }""", "Kuala Lumpur", "Kuala Lumpur", false)]
    public void A_step_changes_a_value_and_says_whether_that_loses_anything(string step, string text, string expected, bool lossy)
    {
        var cell = new Cell();
        cell.Start(text);

        StepOf(step).Apply(Rows.Of(("column", text)), cell);

        Assert.Equal(expected, string.Join('|', cell.Values));
        Assert.Equal(lossy, cell.Lossy);
    }

    [Fact]
    public void Places_that_are_one_area_are_sent_once_in_their_order()
    {
        var cell = new Cell();
        cell.Start("Kuta,Denpasar,Seminyak");

        foreach (var step in new[] { """{ "split": "," }""", """{ "areas": { "aliases": { "Kuta": "51.03", "Seminyak": "51.03" } } }""" })
            StepOf(step).Apply(Rows.Of(("column", "")), cell);

        Assert.Equal(["51.03", "51.71"], cell.Values);
        Assert.True(cell.Lossy);
    }

    /// <summary>Reads a step as a map does.</summary>
    private static Step StepOf(string json)
    {
        var map = MapReader.Read(
            $$"""{ "kind": "course", "id": "id", "revision": "argument", "fields": { "title": { "column": "column", "steps": [{{json}}] } } }""", ".");
        return map.Fields[0].Steps[0];
    }
}
