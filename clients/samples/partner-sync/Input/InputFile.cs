using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace PartnerSync;

/// <summary>Reads rows of a .csv or .jsonl file, plain or .gz, one at a time.</summary>
internal static class InputFile
{
    /// <summary>Rows that every filter takes.</summary>
    public static IEnumerable<Row> Read(string path, IReadOnlyList<RowFilter> where)
    {
        foreach (var row in Read(path))
        {
            if (where.All(filter => filter.Takes(row)))
                yield return row;
        }
    }

    /// <summary>Every row.</summary>
    public static IEnumerable<Row> Read(string path) => FormatOf(path) switch
    {
        ".csv" => ReadCsv(path),
        ".jsonl" or ".ndjson" => ReadJsonLines(path),
        var other => throw new InvalidDataException($"'{other}' files cannot be read; use .csv or .jsonl, plain or .gz."),
    };

    private static string FormatOf(string path)
    {
        var extension = Path.GetExtension(path);
        if (extension.Equals(".gz", StringComparison.OrdinalIgnoreCase))
            extension = Path.GetExtension(Path.GetFileNameWithoutExtension(path));
        return extension.ToLowerInvariant();
    }

    private static StreamReader Open(string path)
    {
        Stream stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            stream = new GZipStream(stream, CompressionMode.Decompress);

        // Bytes that are no UTF-8 would arrive as question marks and be stored so.
        return new(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
    }

    private static IEnumerable<Row> ReadCsv(string path)
    {
        using var reader = Open(path);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture));
        if (!csv.Read())
            yield break;

        var columns = new ColumnSet([.. csv.Record!]);
        while (csv.Read())
        {
            var values = csv.Record!;
            if (values.Length != columns.Names.Count)
                throw new InvalidDataException($"Line {csv.RawRow} has {values.Length} values, the header {columns.Names.Count}.");
            yield return new(columns, values, csv.RawRow);
        }
    }

    private static IEnumerable<Row> ReadJsonLines(string path)
    {
        using var reader = Open(path);
        ColumnSet? columns = null;
        var line = 0L;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;

            using var document = ParseLine(text, line);
            var names = document.RootElement.EnumerateObject().Select(p => p.Name).ToArray();
            if (columns is null || !columns.Names.SequenceEqual(names))
                columns = new(names);
            yield return new(columns, [.. document.RootElement.EnumerateObject().Select(p => TextOf(p.Value))], line);
        }
    }

    private static JsonDocument ParseLine(string text, long line)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new InvalidDataException($"Line {line} holds no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Line {line} is no JSON: {exception.Message}", exception);
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
