using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class UniqueFieldDefinitionNamesTests
{
    [Theory]
    [InlineData("type A { x: Int y: Int } interface B { x: Int } input C { x: Int } extend type A { z: Int }")]
    public void Different_fields_are_accepted(string document) => Assert.Empty(Check.SdlErrors(UniqueFieldDefinitionNames.Rule, document));

    [Fact]
    public void A_repeated_field_is_refused_in_extensions_too()
    {
        var errors = Check.SdlErrors(
            UniqueFieldDefinitionNames.Rule,
            "type A { x: Int x: Int }\ninput C { y: Int y: Int }\nextend interface B { z: Int }\nextend interface B { z: Int }");

        Assert.Equal(
            [
                "Field \"A.x\" can only be defined once. @ 1:10 1:17",
                "Field \"C.y\" can only be defined once. @ 2:11 2:18",
                "Field \"B.z\" can only be defined once. @ 3:22 4:22",
            ],
            errors);
    }

    [Fact]
    public void A_field_of_the_extended_schema_is_refused()
    {
        var errors = Check.SdlErrors(
            UniqueFieldDefinitionNames.Rule,
            "extend type A { x: Int }\nextend input B { y: Int }",
            "type A { x: Int } input B { y: Int }");

        Assert.Equal(
            [
                "Field \"A.x\" already exists in the schema. It cannot also be defined in this type extension. @ 1:17",
                "Field \"B.y\" already exists in the schema. It cannot also be defined in this type extension. @ 2:18",
            ],
            errors);
    }
}
