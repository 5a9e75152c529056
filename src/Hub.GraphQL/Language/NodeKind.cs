namespace Hub.GraphQL.Language;

/// <summary>What a node of the syntax tree is. Kinds of one role stand together.</summary>
public enum NodeKind : byte
{
    Document,

    // executable definitions
    Operation,
    Fragment,

    // type system definitions
    SchemaDefinition,
    ScalarDefinition,
    ObjectDefinition,
    InterfaceDefinition,
    UnionDefinition,
    EnumDefinition,
    InputObjectDefinition,
    DirectiveDefinition,

    // type system extensions, in the order of the definitions
    SchemaExtension,
    ScalarExtension,
    ObjectExtension,
    InterfaceExtension,
    UnionExtension,
    EnumExtension,
    InputObjectExtension,

    // parts of definitions
    Description,
    OperationTypeDefinition,
    FieldDefinition,
    InputValueDefinition,
    EnumValueDefinition,
    DirectiveLocation,
    VariableDefinition,

    // selections
    SelectionSet,
    Field,
    FragmentSpread,
    InlineFragment,
    Alias,
    Argument,
    Directive,

    // type references
    NamedType,
    ListType,

    // values
    Variable,
    IntValue,
    FloatValue,
    StringValue,
    BooleanValue,
    NullValue,
    EnumValue,
    ListValue,
    ObjectValue,
    ObjectField,
}
