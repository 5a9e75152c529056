using Hub.GraphQL.Language;
using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Validation;

/// <summary>Rules in the order their errors about one node come, and which of them to call for which kind of node.</summary>
internal sealed class RuleSet
{
    private static readonly int KindCount = (int)Enum.GetValues<NodeKind>().Max() + 1;

    public RuleSet(params ReadOnlySpan<ValidationRule> rules)
    {
        Rules = rules.ToArray();
        Entering = ByKind(Rules, rule => rule.Enter);
        Leaving = ByKind(Rules, rule => rule.Leave);
    }

    /// <summary>The rules graphql-js 16.15.0 applies to requests.</summary>
    public static RuleSet Specified { get; } = new(
    [
        ExecutableDefinitions.Rule,
        UniqueOperationNames.Rule,
        LoneAnonymousOperation.Rule,
        SingleFieldSubscriptions.Rule,
        KnownTypeNames.Rule,
        FragmentsOnCompositeTypes.Rule,
        VariablesAreInputTypes.Rule,
        ScalarLeafs.Rule,
        FieldsOnCorrectType.Rule,
        UniqueFragmentNames.Rule,
        KnownFragmentNames.Rule,
        NoUnusedFragments.Rule,
        PossibleFragmentSpreads.Rule,
        NoFragmentCycles.Rule,
        UniqueVariableNames.Rule,
        NoUndefinedVariables.Rule,
        NoUnusedVariables.Rule,
        KnownDirectives.Rule,
        UniqueDirectivesPerLocation.Rule,
        KnownArgumentNames.Rule,
        UniqueArgumentNames.Rule,
        ValuesOfCorrectType.Rule,
        ProvidedRequiredArguments.Rule,
        VariablesInAllowedPosition.Rule,
        OverlappingFieldsCanBeMerged.Rule,
        UniqueInputFieldNames.Rule,
        MaxIntrospectionDepth.Rule,
    ]);

    /// <summary>The rules for requests: those of graphql-js, and one the specification has besides.</summary>
    public static RuleSet Request { get; } = new([Specified.Rules[0], KnownOperationTypes.Rule, .. Specified.Rules.AsSpan(1)]);

    /// <summary>The rules for requests where introspection is switched off.</summary>
    public static RuleSet WithoutIntrospection { get; } = new([.. Request.Rules, NoSchemaIntrospection.Rule]);

    /// <summary>The rules graphql-js 16.15.0 applies to type system documents.</summary>
    public static RuleSet Sdl { get; } = new(
    [
        LoneSchemaDefinition.Rule,
        UniqueOperationTypes.Rule,
        UniqueTypeNames.Rule,
        UniqueEnumValueNames.Rule,
        UniqueFieldDefinitionNames.Rule,
        UniqueArgumentDefinitionNames.Rule,
        UniqueDirectiveNames.Rule,
        KnownTypeNames.Rule,
        KnownDirectives.Rule,
        UniqueDirectivesPerLocation.Rule,
        PossibleTypeExtensions.Rule,
        KnownArgumentNames.OnDirectives,
        UniqueArgumentNames.Rule,
        UniqueInputFieldNames.Rule,
        ProvidedRequiredArguments.OnDirectives,
    ]);

    public ValidationRule[] Rules { get; }

    /// <summary>Indices of the rules to call before a node's children, by kind of node.</summary>
    public int[][] Entering { get; }

    /// <summary>Indices of the rules to call after a node's children, by kind of node.</summary>
    public int[][] Leaving { get; }

    private static int[][] ByKind(ValidationRule[] rules, Func<ValidationRule, NodeKind[]> kinds)
    {
        var table = new int[KindCount][];
        for (var kind = 0; kind < KindCount; kind++)
            table[kind] = [.. Enumerable.Range(0, rules.Length).Where(rule => kinds(rules[rule]).Contains((NodeKind)kind))];
        return table;
    }
}
