using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation;

/// <summary>
/// The one walk over a document. Nodes lie in the order of the text, so it is a loop with a stack of the nodes not left yet.
/// </summary>
internal sealed class ValidationWalk
{
    private readonly ValidationContext _context;
    private readonly RuleSet _rules;
    private readonly RuleVisitor[] _visitors;
    private readonly TypeInfo? _types;

    public ValidationWalk(ValidationContext context, RuleSet rules)
    {
        _context = context;
        _rules = rules;
        _types = context.IsSdl ? null : context.Types;
        _visitors = new RuleVisitor[rules.Rules.Length];
        for (var rule = 0; rule < _visitors.Length; rule++)
            _visitors[rule] = rules.Rules[rule].Create(context);
    }

    public void Run()
    {
        var nodes = _context.Document.Nodes;
        var open = _context.Ancestors;
        for (var node = 0; node < nodes.Length; node++)
        {
            while (open.Count > 0 && nodes[open.Top].Next <= node)
                Leave(nodes, open.Pop());

            Enter(nodes, node);
            if (nodes[node].Next > node + 1)
                open.Push(node);
            else
                Leave(nodes, node);
        }

        while (open.Count > 0)
            Leave(nodes, open.Pop());
    }

    private void Enter(ReadOnlySpan<Node> nodes, int node)
    {
        var kind = nodes[node].Kind;
        _types?.Enter(node, kind);
        foreach (var rule in _rules.Entering[(int)kind])
        {
            var visitor = _visitors[rule];
            if (visitor.ResumeAt <= node)
                visitor.Enter(node);
        }
    }

    private void Leave(ReadOnlySpan<Node> nodes, int node)
    {
        var kind = nodes[node].Kind;
        foreach (var rule in _rules.Leaving[(int)kind])
            _visitors[rule].Leave(node);
        _types?.Leave(kind);
    }
}
