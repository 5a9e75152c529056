using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Types;

public sealed class SchemaPrinterTests
{
    [Fact]
    public void Every_kind_of_type_prints_in_the_layout_of_graphql_js()
    {
        var schema = new Schema(
            [
                new ObjectType(
                    "Root",
                    "Has \"\"\" inside.",
                    [
                        new()
                        {
                            Name = "plain",
                            Type = TypeReference.Parse("Either"),
                            Arguments = new([new() { Name = "a", Type = TypeReference.Parse("Float"), DefaultValue = InputLiteral.Float("1.0") }]),
                        },
                        new()
                        {
                            Name = "told",
                            Type = TypeReference.Parse("Colour!"),
                            Description = "Told.",
                            DeprecationReason = "Use plain.",
                            Arguments = new(
                            [
                                new() { Name = "in", Type = TypeReference.Parse("One"), Description = "First." },
                                new() { Name = "id", Type = TypeReference.Parse("ID"), DefaultValue = InputLiteral.String("7") },
                            ]),
                        },
                    ],
                    ["Has"]),
                new InterfaceType("Has", null, [new() { Name = "plain", Type = TypeReference.Parse("Either") }]),
                new UnionType("Either", null, ["Root"]),
                new EnumType("Colour", null, [new() { Name = "RED" }, new() { Name = "BLUE", DeprecationReason = "No longer supported" }]),
                new InputObjectType("One", null, [new() { Name = "w", Type = TypeReference.Parse("Way") }], isOneOf: true),
                new ScalarType("Way", "How.", "https://example.org/way"),
            ],
            "Root",
            directives: [.. SpecifiedDirectives.All, new() { Name = "own", Locations = [DirectiveLocation.Field, DirectiveLocation.Query], IsRepeatable = true }]);

        Assert.Equal(
            """"
            schema {
              query: Root
            }

            directive @own repeatable on FIELD | QUERY

            """Has \""" inside."""
            type Root implements Has {
              plain(a: Float = 1): Either

              """Told."""
              told(
                """First."""
                in: One
                id: ID = 7
              ): Colour! @deprecated(reason: "Use plain.")
            }

            interface Has {
              plain: Either
            }

            union Either = Root

            enum Colour {
              RED
              BLUE @deprecated
            }

            input One @oneOf {
              w: Way
            }

            """How."""
            scalar Way @specifiedBy(url: "https://example.org/way")

            """",
            SchemaPrinter.Print(schema));
    }
}
