using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class FieldsOnCorrectTypeTests
{
    [Theory]
    [InlineData("{ items { id ... on Book { pages } __typename } __schema { queryType { name } } __type(name: \"A\") { name } }")]
    [InlineData("{ search(text: \"a\") { __typename ... on Film { minutes } } }")]
    [InlineData("{ items { ... on Unknown { anything } } }")]
    public void Defined_fields_are_accepted(string document) => Assert.Empty(Check.Errors(FieldsOnCorrectType.Rule, document));

    [Fact]
    public void An_unknown_field_is_refused_with_names_that_are_near()
    {
        var errors = Check.Errors(FieldsOnCorrectType.Rule, "{ book(id: 1) { titel page } }");

        Assert.Equal(
            [
                "Cannot query field \"titel\" on type \"Book\". Did you mean \"title\"? @ 1:17",
                "Cannot query field \"page\" on type \"Book\". Did you mean \"pages\"? @ 1:23",
            ],
            errors);
    }

    [Fact]
    public void A_field_of_a_possible_type_is_suggested_with_its_fragment()
    {
        var errors = Check.Errors(FieldsOnCorrectType.Rule, "{ items { pages minutes } }");

        Assert.Equal(
            [
                "Cannot query field \"pages\" on type \"Item\". Did you mean to use an inline fragment on \"Printed\" or \"Book\"? @ 1:11",
                "Cannot query field \"minutes\" on type \"Item\". Did you mean to use an inline fragment on \"Film\"? @ 1:17",
            ],
            errors);
    }

    [Fact]
    public void A_union_has_no_fields_of_its_own()
    {
        var errors = Check.Errors(FieldsOnCorrectType.Rule, "{ search(text: \"a\") { title } }");

        Assert.Equal(
            [
                "Cannot query field \"title\" on type \"Found\". Did you mean to use an inline fragment on \"Item\", \"Film\", \"Printed\", or \"Book\"? @ 1:23",
            ],
            errors);
    }

    [Fact]
    public void The_meta_fields_of_the_query_are_on_no_other_type()
    {
        var errors = Check.Errors(FieldsOnCorrectType.Rule, "{ book(id: 1) { __schema { types { name } } } }");

        Assert.Equal(
            [
                "Cannot query field \"__schema\" on type \"Book\". @ 1:17",
            ],
            errors);
    }
}
