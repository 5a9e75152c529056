using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation;

/// <summary>A rule: its name in graphql-js and the nodes it wants to see. A visitor made from it checks one document.</summary>
internal sealed record ValidationRule(string Name, Func<ValidationContext, RuleVisitor> Create)
{
    /// <summary>Kinds of node the visitor is shown before their children.</summary>
    public NodeKind[] Enter { get; init; } = [];

    /// <summary>Kinds of node the visitor is shown after their children.</summary>
    public NodeKind[] Leave { get; init; } = [];
}

/// <summary>Checks one rule on one document.</summary>
internal abstract class RuleVisitor(ValidationContext context)
{
    /// <summary>The first node the visitor wants to enter again.</summary>
    public int ResumeAt { get; private set; }

    protected ValidationContext Context { get; } = context;

    protected Document Document { get; } = context.Document;

    /// <summary>Looks at a node before its children.</summary>
    public virtual void Enter(int node)
    {
    }

    /// <summary>Looks at a node after its children.</summary>
    public virtual void Leave(int node)
    {
    }

    /// <summary>Nodes below this one are not entered by this visitor.</summary>
    protected void SkipChildren(int node) => ResumeAt = Document[node].Next;
}
