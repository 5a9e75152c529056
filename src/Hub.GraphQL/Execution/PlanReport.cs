using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>Writes how an operation was run: the lists and objects of the plan, and the statements that read them.</summary>
internal sealed class PlanReport
{
    /// <summary>What is shared between the types of an interface is told once.</summary>
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    public static void Write(JsonBuffer json, AdmittedOperation admitted, ExecutionStatistics read)
    {
        json.Raw("\"plan\":{\"nodes\":["u8);
        var isFirst = true;
        new PlanReport().WriteObject(json, admitted.Plan.Root, "", admitted.Parameters, ref isFirst);
        json.Raw("],\"statements\":["u8);
        isFirst = true;
        foreach (var report in read.Reports)
        {
            Separate(json, ref isFirst);
            json.Raw("{\"sql\":"u8);
            json.Text(report.Text);
            json.Raw(",\"executions\":"u8);
            json.Number(report.Executions);
            json.Raw(",\"rows\":"u8);
            json.Number(report.Rows);
            json.Raw(",\"steps\":"u8);
            json.Number(report.Steps);
            WriteTexts(json, ",\"queryPlan\":"u8, report.QueryPlan);
            WriteTexts(json, ",\"scans\":"u8, report.Scans);
            json.Raw((byte)'}');
        }

        json.Raw("],\"total\":"u8);
        json.Boolean(read.IsTotal);
        json.Raw((byte)'}');
    }

    private void WriteObject(JsonBuffer json, ObjectPlan plan, string path, IReadOnlyList<Parameter> parameters, ref bool isFirst)
    {
        foreach (var field in plan.Fields)
        {
            var here = path.Length == 0 ? field.Site.ResponseName : $"{path}.{field.Site.ResponseName}";
            switch (field)
            {
                case ConnectionOutput connection when _seen.Add(connection.Relation):
                    Separate(json, ref isFirst);
                    Start(json, here, "list", connection.Relation.Target.TypeName);
                    json.Raw(connection.Relation.Page.IsBackward ? ",\"last\":"u8 : ",\"first\":"u8);
                    json.Number(parameters[connection.Relation.Page.LimitSlot].Integer);
                    json.Raw(",\"counts\":"u8);
                    json.Boolean(connection.Selection.NeedsTotalCount);
                    json.Raw((byte)'}');
                    WriteParts(json, connection.Selection.Fields, here, parameters, ref isFirst);
                    break;
                case LookupOutput lookup when _seen.Add(lookup.Filter):
                    Separate(json, ref isFirst);
                    Start(json, here, "lookup", lookup.Target.TypeName);
                    json.Raw((byte)'}');
                    WriteObject(json, lookup.Node, here, parameters, ref isFirst);
                    break;
                case ReferenceOutput reference when _seen.Add(reference.Node):
                    Separate(json, ref isFirst);
                    Start(json, here, "join", reference.Target.TypeName);
                    json.Raw((byte)'}');
                    WriteObject(json, reference.Node, here, parameters, ref isFirst);
                    break;
                case FirstOutput first when _seen.Add(first.Order):
                    Separate(json, ref isFirst);
                    Start(json, here, "first", first.Target.TypeName);
                    json.Raw((byte)'}');
                    WriteObject(json, first.Node, here, parameters, ref isFirst);
                    break;
                case NodesOutput nodes:
                    foreach (var source in nodes.Sources)
                    {
                        Separate(json, ref isFirst);
                        Start(json, here, "lookup", source.Source.Target.TypeName);
                        json.Raw((byte)'}');
                        WriteObject(json, source.Node, here, parameters, ref isFirst);
                    }

                    break;
            }
        }

        foreach (var variant in plan.Variants)
            WriteObject(json, variant.Plan, path, parameters, ref isFirst);
    }

    private void WriteParts(
        JsonBuffer json, IReadOnlyList<ConnectionField> fields, string path, IReadOnlyList<Parameter> parameters, ref bool isFirst)
    {
        foreach (var field in fields)
        {
            var here = $"{path}.{field.Site.ResponseName}";
            switch (field)
            {
                case EdgesField edges:
                    WriteParts(json, edges.Edge, here, parameters, ref isFirst);
                    break;
                case NodeField node:
                    WriteObject(json, node.Node, here, parameters, ref isFirst);
                    break;
            }
        }
    }

    private static void Start(JsonBuffer json, string path, string kind, string type)
    {
        json.Raw("{\"path\":"u8);
        json.Text(path);
        json.Raw(",\"kind\":"u8);
        json.Text(kind);
        json.Raw(",\"type\":"u8);
        json.Text(type);
    }

    private static void WriteTexts(JsonBuffer json, ReadOnlySpan<byte> key, IReadOnlyList<string> texts)
    {
        json.Raw(key);
        json.Raw((byte)'[');
        var isFirst = true;
        foreach (var text in texts)
        {
            Separate(json, ref isFirst);
            json.Text(text);
        }

        json.Raw((byte)']');
    }

    private static void Separate(JsonBuffer json, ref bool isFirst)
    {
        if (!isFirst)
            json.Raw((byte)',');
        isFirst = false;
    }
}
