using Hub.GraphQL.Federation;

namespace Hub.GraphQL.Tests.Federation;

public sealed class FieldSetTests
{
    [Theory]
    [InlineData("id", "id")]
    [InlineData(" sku  package ", "sku, package")]
    [InlineData("sku variation { id }", "sku, variation.id")]
    [InlineData("source{id}externalId", "source.id, externalId")]
    [InlineData("a { b { c } d } e", "a.b.c, a.d, e")]
    public void A_key_is_the_paths_to_its_values(string text, string paths)
    {
        Assert.Equal(paths, string.Join(", ", FieldSet.Parse(text).Paths.Select(path => string.Join('.', path))));
    }

    [Theory]
    [InlineData("a {")]
    [InlineData("a }")]
    [InlineData("{ a }")]
    [InlineData("a { }")]
    [InlineData("{")]
    public void What_names_no_fields_is_refused(string text)
    {
        Assert.Throws<ArgumentException>(() => FieldSet.Parse(text));
    }
}
