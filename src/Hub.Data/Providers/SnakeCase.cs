using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Providers;

/// <summary>Names tables, columns, keys and indexes in snake_case, so that SQL by hand needs no quotes in either database.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            // A view has its name already.
            if (entity.GetViewName() is null && entity.GetTableName() is { } table)
                entity.SetTableName(From(table));

            foreach (var property in entity.GetProperties())
                property.SetColumnName(From(property.Name));

            foreach (var key in entity.GetKeys())
            {
                // What stands on a query has no keys of its own.
                if (key.GetName() is { } name)
                    key.SetName(From(name));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                if (foreignKey.GetConstraintName() is { } name)
                    foreignKey.SetConstraintName(From(name));
            }

            foreach (var index in entity.GetIndexes())
            {
                if (index.GetDatabaseName() is { } name)
                    index.SetDatabaseName(From(name));
            }
        }
    }

    /// <summary>Turns <c>PayMinIdr</c> into <c>pay_min_idr</c>; an underscore before each capital that starts a word.</summary>
    internal static string From(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_' && !char.IsUpper(name[i - 1]);
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
