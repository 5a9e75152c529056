using System.IO.Compression;
using System.Text;
using Hub.Testing;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    public void Csv_is_read_with_quotes_line_breaks_and_byte_order_mark(string name)
    {
        var path = Write(name, "\uFEFFid,name,note\r\n1,\"Las, \"\"dasar\"\"\",\"two\nlines\"\r\n2,Batik,\r\n");

        var rows = InputFile.Read(path).ToList();

        Assert.Equal(["id", "name", "note"], rows[0].Columns.Names);
        Assert.Equal(["1", "Las, \"dasar\"", "two\nlines"], rows[0].Values);
        Assert.Equal(["2", "Batik", ""], rows[1].Values);
        Assert.Equal("", rows[1]["no such column"]);
    }

    [Fact]
    public void Json_lines_are_read_whatever_members_a_line_has()
    {
        var path = Write("a.jsonl.gz", """
            {"id": 7, "name": "Las", "tags": ["a", "b"], "open": true}

            {"id": 8, "name": null}
            """);

        var rows = InputFile.Read(path).ToList();

        Assert.Equal(["7", "Las", """["a", "b"]""", "true"], rows[0].Values);
        Assert.Equal(["8", ""], rows[1].Values);
        Assert.Equal(3, rows[1].Line);
    }

    [Fact]
    public void Filters_take_the_rows_whose_column_holds_the_value()
    {
        var path = Write("a.csv", "id,state\n1,old\n2,new\n3,new\n");

        var rows = InputFile.Read(path, [RowFilter.Parse("state=new")]);

        Assert.Equal(["2", "3"], rows.Select(row => row["id"]));
    }

    [Theory]
    [InlineData("a.csv", "id,name\n1\n", "Line 2 has 1 values, the header 2.")]
    [InlineData("a.csv", "id,id\n1,2\n", "The column 'id' is there twice.")]
    [InlineData("a.jsonl", "{\"id\": 1}\n[1]\n", "Line 2 holds no JSON object.")]
    [InlineData("a.jsonl", "{\"id\": \n", "Line 1 is no JSON")]
    [InlineData("a.xml", "<a/>", "'.xml' files cannot be read")]
    public void What_is_no_table_is_refused_with_its_line(string name, string text, string expected)
    {
        var path = Write(name, text);

        var refused = Assert.Throws<InvalidDataException>(() => InputFile.Read(path).ToList());

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        var path = Path.Combine(_folder.Path, "latin1.csv");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("id,name\n1,café\n"));

        Assert.Throws<DecoderFallbackException>(() => InputFile.Read(path).ToList());
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        using Stream file = File.Create(path);
        using var stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
