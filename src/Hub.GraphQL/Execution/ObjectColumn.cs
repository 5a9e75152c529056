using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>Writes a column of an object in memory.</summary>
internal static class ObjectColumn
{
    public static bool Write(ColumnOutput output, object entity, ResponseWriter writer)
    {
        var (site, column) = (output.Site, output.Column);
        if (column.Type.Kind == ValueKind.TextList)
        {
            writer.Json.Raw((byte)'[');
            var isFirst = true;
            foreach (var text in ObjectValues.Texts(column, entity) ?? [])
            {
                if (!isFirst)
                    writer.Json.Raw((byte)',');
                isFirst = false;
                writer.Json.Text(text);
            }

            writer.Json.Raw((byte)']');
            return true;
        }

        if (ObjectValues.Read(column, entity) is not { } value)
            return column.Type.IsList ? writer.Integer(site, column.Type, 0) : writer.Null(site);
        switch (value.Kind)
        {
            case ParameterKind.Integer:
                return writer.Integer(site, column.Type, value.Integer);
            case ParameterKind.Real:
                return writer.Real(site, value.Real);
            case ParameterKind.Guid:
                writer.Json.Guid(value.Guid);
                return true;
            default:
                writer.Json.Text(value.Text);
                return true;
        }
    }
}
