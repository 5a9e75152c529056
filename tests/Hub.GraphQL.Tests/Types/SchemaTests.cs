using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Types;

public sealed class SchemaTests
{
    private readonly Schema _schema = new(
        [
            new ObjectType("Query", null, [Of("pet", "Pet"), Of("node", "Node")]),
            new InterfaceType("Node", null, [Of("id", "ID!")]),
            new InterfaceType("Animal", null, [Of("id", "ID!")], ["Node"]),
            new ObjectType("Dog", null, [Of("id", "ID!")], ["Node", "Animal"]),
            new ObjectType("Cat", null, [Of("id", "ID!")], ["Node", "Animal"]),
            new ObjectType("Rock", null, [Of("id", "ID!")], ["Node"]),
            new UnionType("Pet", null, ["Dog", "Cat"]),
        ],
        "Query");

    [Fact]
    public void Possible_types_are_the_objects_that_implement_or_belong()
    {
        Assert.Equal(["Dog", "Cat", "Rock"], _schema.PossibleTypes(Type("Node")).Select(type => type.Name));
        Assert.Equal(["Dog", "Cat"], _schema.PossibleTypes(Type("Pet")).Select(type => type.Name));
        Assert.Equal(["Dog"], _schema.PossibleTypes(Type("Dog")).Select(type => type.Name));
        Assert.Equal(["Animal"], _schema.ImplementingInterfaces((InterfaceType)Type("Node")).Select(type => type.Name));
    }

    [Theory]
    [InlineData("Dog", "Dog", true)]
    [InlineData("Dog", "Cat", false)]
    [InlineData("Dog", "Pet", true)]
    [InlineData("Pet", "Animal", true)]
    [InlineData("Pet", "Rock", false)]
    [InlineData("Animal", "Node", true)]
    public void Types_overlap_when_some_object_is_both(string a, string b, bool overlap)
    {
        Assert.Equal(overlap, _schema.Overlap(Type(a), Type(b)));
        Assert.Equal(overlap, _schema.Overlap(Type(b), Type(a)));
    }

    [Theory]
    [InlineData("Dog!", "Dog", true)]
    [InlineData("Dog", "Dog!", false)]
    [InlineData("[Dog!]!", "[Pet]", true)]
    [InlineData("[Pet]", "[Dog]", false)]
    [InlineData("Dog", "[Dog]", false)]
    public void A_type_may_stand_where_a_wider_one_is_asked_for(string type, string expected, bool fits)
    {
        Assert.Equal(fits, _schema.IsSubtype(Bound(type), Bound(expected)));
    }

    [Fact]
    public void Meta_fields_are_found_where_they_belong()
    {
        Assert.Same(MetaFields.TypeName, _schema.FindField(Type("Pet"), "__typename"u8));
        Assert.Same(MetaFields.Schema, _schema.FindField(Type("Query"), "__schema"u8));
        Assert.Null(_schema.FindField(Type("Dog"), "__schema"u8));
        Assert.Null(_schema.FindField(Type("Pet"), "id"u8));
        Assert.Equal("id", _schema.FindField(Type("Dog"), "id"u8)?.Name);
    }

    [Fact]
    public void Built_in_scalars_join_only_when_something_refers_to_them()
    {
        Assert.NotNull(_schema.Types.Find("ID"));
        Assert.NotNull(_schema.Types.Find("String"));
        Assert.Null(_schema.Types.Find("Float"));
    }

    [Fact]
    public void An_unknown_type_is_named_with_what_refers_to_it()
    {
        var refused = Assert.Throws<ArgumentException>(() => new Schema([new ObjectType("Query", null, [Of("a", "Nope")])], "Query"));

        Assert.Equal("Unknown type \"Nope\", named by \"Query\".", refused.Message);
    }

    private static Field Of(string name, string type) => new() { Name = name, Type = TypeReference.Parse(type) };

    private NamedType Type(string name) => _schema.Types.Find(name)!;

    private TypeReference Bound(string text)
    {
        var type = TypeReference.Parse(text);
        return Wrap(type);

        TypeReference Wrap(TypeReference shape) =>
            shape.IsNonNull ? Wrap(shape.OfType!).NonNull() : shape.IsList ? Wrap(shape.OfType!).List() : TypeReference.To(Type(shape.Name));
    }
}
