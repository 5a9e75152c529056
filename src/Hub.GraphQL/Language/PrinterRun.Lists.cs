namespace Hub.GraphQL.Language;

/// <content>Lists in parentheses. Whether one is broken into lines depends on the text of all its items.</content>
internal sealed partial class PrinterRun
{
    private void Parenthesised<T>(NodeList<T> nodes, Action<T> print, bool canBreak, bool indent)
        where T : struct, INode<T>
    {
        if (nodes.IsEmpty)
            return;

        var items = Items(nodes, print);
        Parenthesised(items, canBreak && items.Exists(item => item.Contains('\n', StringComparison.Ordinal)), indent);
    }

    private void Parenthesised(List<string> items, bool isBroken, bool indent)
    {
        _out.Append('(');
        if (isBroken && indent)
            _out.Indent();
        for (var i = 0; i < items.Count; i++)
        {
            if (isBroken)
                _out.NewLine();
            else if (i > 0)
                _out.Append(", ");
            _out.Append(items[i]);
        }

        if (isBroken && indent)
            _out.Outdent();
        if (isBroken)
            _out.NewLine();
        _out.Append(')');
    }

    private List<string> Items<T>(NodeList<T> nodes, Action<T> print)
        where T : struct, INode<T>
    {
        var items = new List<string>();
        foreach (var node in nodes)
            items.Add(_out.Aside(() => print(node)));
        return items;
    }
}
