using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>Writes values that resolvers compute, introspection above all, and the outputs every executor writes alike.</summary>
public static class ResolvedWriter
{
    /// <summary>Writes a field that needs no row: computed, failed, or a type's name.</summary>
    public static bool Write(OutputPlan output, object? source, ExecutionScope scope, ResponseWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (output)
        {
            case TypeNameOutput name:
                writer.Json.Text(name.TypeName);
                return true;
            case FailedOutput failed:
                writer.Report(failed.Site, failed.Message, failed.Site.LocationAt(failed.Offset));
                return writer.Failed(failed.Site);
            case ResolvedOutput resolved:
                return WriteResolved(resolved, source, scope, writer);
            case ColumnOutput column when source is not null:
                return ObjectColumn.Write(column, source, writer);
            default:
                throw new InvalidOperationException($"{output?.Site.Field.Name} needs a row.");
        }
    }

    private static bool WriteResolved(ResolvedOutput output, object? source, ExecutionScope scope, ResponseWriter writer)
    {
        CoercedInputs arguments;
        try
        {
            arguments = output.Arguments.Coerce(scope.Variables);
        }
        catch (BadArgumentException e)
        {
            writer.Report(output.Site, e.Message, output.Site.LocationAt(e.Offset));
            return writer.Failed(output.Site);
        }

        var value = output.Binding.Resolve(new(source, arguments, scope.Schema));
        writer.Enter(output.Site.ResponseName);
        var isWritten = WriteValue(output, output.Site.Field.Type, value, scope, writer);
        writer.Leave();
        return isWritten;
    }

    private static bool WriteValue(ResolvedOutput output, TypeReference type, object? value, ExecutionScope scope, ResponseWriter writer)
    {
        if (type.IsNonNull)
        {
            if (value is not null)
                return WriteValue(output, type.OfType!, value, scope, writer);
            var site = output.Site;
            writer.ReportHere(site, $"Cannot return null for non-nullable field {site.Parent.Name}.{site.Field.Name}.");
            return false;
        }

        switch (value)
        {
            case null:
                writer.Json.Null();
                return true;
            case string text:
                writer.Json.Text(text);
                return true;
            case bool flag:
                writer.Json.Boolean(flag);
                return true;
            default:
                return type.IsList
                    ? WriteList(output, type.OfType!, (IReadOnlyList<object>)value, scope, writer)
                    : WriteObject(output.Node!, value, scope, writer);
        }
    }

    private static bool WriteList(
        ResolvedOutput output, TypeReference itemType, IReadOnlyList<object> items, ExecutionScope scope, ResponseWriter writer)
    {
        var isWritten = true;
        writer.Json.Raw((byte)'[');
        writer.Enter(0);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                writer.Json.Raw((byte)',');
            writer.MoveTo(i);
            isWritten &= WriteValue(output, itemType, items[i], scope, writer);
        }

        writer.Leave();
        writer.Json.Raw((byte)']');
        return isWritten;
    }

    private static bool WriteObject(ObjectPlan plan, object source, ExecutionScope scope, ResponseWriter writer)
    {
        var isWritten = true;
        writer.Json.Raw((byte)'{');
        for (var i = 0; i < plan.Fields.Count; i++)
        {
            if (i > 0)
                writer.Json.Raw((byte)',');
            writer.Json.Raw(plan.Fields[i].Site.Key.Span);
            isWritten &= Write(plan.Fields[i], source, scope, writer);
        }

        writer.Json.Raw((byte)'}');
        return isWritten;
    }
}
