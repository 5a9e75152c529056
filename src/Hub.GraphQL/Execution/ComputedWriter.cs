using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Execution;

/// <summary>Writes fields that are computed from columns, alike for every executor.</summary>
public static class ComputedWriter
{
    /// <summary>Computes and writes a value of what the row's columns hold; no value stands as <see cref="ParameterKind.Null"/>.</summary>
    public static bool Write(ComputedOutput output, Parameter[] values, ResponseWriter writer)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(writer);
        var value = output.Binding.Compute(values);
        switch (value.Kind)
        {
            case ParameterKind.Null:
                return writer.Null(output.Site);
            case ParameterKind.Integer:
                return writer.Integer(output.Site, output.Binding.Type, value.Integer);
            case ParameterKind.Real:
                return writer.Real(output.Site, value.Real);
            case ParameterKind.Guid:
                writer.Json.Guid(value.Guid);
                return true;
            default:
                writer.Json.Text(value.Text);
                return true;
        }
    }
}
