using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class SingleFieldSubscriptionsTests
{
    [Theory]
    [InlineData("subscription { added { id title } }")]
    [InlineData("subscription S { ...F } fragment F on Subscription { added { id } }")]
    [InlineData("subscription { a: added { id } a: added { title } }")]
    [InlineData("{ items { id } search(text: \"a\") { __typename } }")]
    [InlineData("subscription { ...Missing added { id } }")]
    [InlineData("subscription { ...F } fragment F on Subscription { added { id } ...F }")]
    public void One_root_field_is_accepted(string document) => Assert.Empty(Check.Errors(SingleFieldSubscriptions.Rule, document));

    [Fact]
    public void A_second_root_field_is_refused()
    {
        var errors = Check.Errors(
            SingleFieldSubscriptions.Rule,
            "subscription S {\n  added { id }\n  removed { id }\n  r: removed { id }\n}");

        Assert.Equal(
            [
                "Subscription \"S\" must select only one top level field. @ 3:3 4:3",
            ],
            errors);
    }

    [Fact]
    public void A_second_root_field_from_a_fragment_is_refused()
    {
        var errors = Check.Errors(
            SingleFieldSubscriptions.Rule,
            "subscription { ...F removed { id } }\nfragment F on Subscription { added { id } }");

        Assert.Equal(
            [
                "Anonymous Subscription must select only one top level field. @ 1:21",
            ],
            errors);
    }

    [Fact]
    public void Introspection_as_the_root_field_is_refused()
    {
        var errors = Check.Errors(SingleFieldSubscriptions.Rule, "subscription { __typename }");

        Assert.Equal(
            [
                "Anonymous Subscription must not select an introspection top level field. @ 1:16",
            ],
            errors);
    }

    [Fact]
    public void Skip_and_include_at_the_root_are_refused()
    {
        var errors = Check.Errors(
            SingleFieldSubscriptions.Rule,
            "subscription S($s: Boolean!) {\n  added @skip(if: $s) { id }\n  ... @include(if: true) { removed { id } }\n}");

        Assert.Equal(
            [
                "Subscription \"S\" must not use `@skip` or `@include` directives in the top level selection. @ 2:9 3:7",
            ],
            errors);
    }

    [Fact]
    public void Skip_in_a_fragment_spread_at_the_root_is_refused()
    {
        var errors = Check.Errors(
            SingleFieldSubscriptions.Rule,
            "subscription { ...F }\nfragment F on Subscription { added @skip(if: false) { id } }");

        Assert.Equal(
            [
                "Anonymous Subscription must not use `@skip` or `@include` directives in the top level selection. @ 2:36",
            ],
            errors);
    }
}
