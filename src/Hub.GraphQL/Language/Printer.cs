namespace Hub.GraphQL.Language;

/// <summary>Prints syntax trees in the one layout everybody's tools print: that of graphql-js.</summary>
public static class Printer
{
    /// <summary>Prints a whole document.</summary>
    public static string Print(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var run = new PrinterRun(document);
        run.Document();
        return run.Text;
    }

    /// <summary>Prints a value.</summary>
    public static string Print(ValueNode value)
    {
        var run = new PrinterRun(value.Document);
        run.Value(value);
        return run.Text;
    }

    /// <summary>Prints a type reference.</summary>
    public static string Print(TypeNode type)
    {
        var run = new PrinterRun(type.Document);
        run.Type(type);
        return run.Text;
    }

    /// <summary>Prints one definition.</summary>
    public static string Print(DefinitionNode definition)
    {
        var run = new PrinterRun(definition.Document);
        run.Definition(definition);
        return run.Text;
    }

    /// <summary>A string as a literal: quoted, with control characters escaped.</summary>
    public static string Quote(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return QuotedString.Print(value);
    }

    /// <summary>A string as a literal in triple quotes, or null where no block string has that value.</summary>
    public static string? QuoteBlock(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return BlockString.CanPrint(value) ? BlockString.Print(value) : null;
    }
}
