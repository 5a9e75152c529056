using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class ProvidedRequiredArgumentsTests
{
    [Theory]
    [InlineData("{ items { id } book(id: 1) { id author { books { id } } } }")]
    [InlineData("{ unknown items @unknown { id } }")]
    public void Optional_arguments_and_those_with_a_default_may_be_left_out(string document) =>
        Assert.Empty(Check.Errors(ProvidedRequiredArguments.Rule, document));

    [Fact]
    public void A_required_argument_that_is_missing_is_refused_after_what_is_below()
    {
        var errors = Check.Errors(ProvidedRequiredArguments.Rule, "{ book { author } search @note { __typename } }");

        Assert.Equal(
            [
                "Field \"book\" argument \"id\" of type \"ID!\" is required, but it was not provided. @ 1:3",
                "Directive \"@note\" argument \"text\" of type \"String!\" is required, but it was not provided. @ 1:26",
                "Field \"search\" argument \"text\" of type \"String!\" is required, but it was not provided. @ 1:19",
            ],
            errors);
    }

    [Fact]
    public void A_directive_of_the_document_itself_counts()
    {
        var errors = Check.SdlErrors(
            ProvidedRequiredArguments.OnDirectives,
            "directive @d(a: [Int!]!, b: Int! = 1, c: Int) on OBJECT\ntype A @d { f(c: Int!): Int }");

        Assert.Equal(["Directive \"@d\" argument \"a\" of type \"[Int!]!\" is required, but it was not provided. @ 2:8"], errors);
    }
}
