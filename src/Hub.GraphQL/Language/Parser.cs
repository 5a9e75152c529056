using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>Reads GraphQL documents of the September 2025 edition. Errors are worded and placed as graphql-js 16.15.0 does.</summary>
public static class Parser
{
    /// <summary>Parses a document: operations and fragments, type system definitions, or both.</summary>
    public static ParseResult Parse(ReadOnlyMemory<byte> source, ParserOptions? options = null)
    {
        var run = new ParserRun(source, options ?? ParserOptions.Request);
        run.ParseDocument();
        return run.Result();
    }

    /// <summary>Parses a document.</summary>
    public static ParseResult Parse(string source, ParserOptions? options = null) => Parse(ToUtf8(source), options);

    /// <summary>Parses one value; <see cref="Document.Value"/> is it.</summary>
    public static ParseResult ParseValue(ReadOnlyMemory<byte> source, bool isConst, ParserOptions? options = null)
    {
        var run = new ParserRun(source, options ?? ParserOptions.Request);
        run.ParseLoneValue(isConst);
        return run.Result();
    }

    /// <summary>Parses one value; <see cref="Document.Value"/> is it.</summary>
    public static ParseResult ParseValue(string source, bool isConst, ParserOptions? options = null) =>
        ParseValue(ToUtf8(source), isConst, options);

    /// <summary>Parses one type reference; <see cref="Document.Type"/> is it.</summary>
    public static ParseResult ParseType(string source, ParserOptions? options = null)
    {
        var run = new ParserRun(ToUtf8(source), options ?? ParserOptions.Request);
        run.ParseLoneType();
        return run.Result();
    }

    private static byte[] ToUtf8(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Encoding.UTF8.GetBytes(source);
    }
}
