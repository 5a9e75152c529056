using Hub.GraphQL.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.GraphQL.Sql.Mapping;

/// <summary>One entity's table, view or query, as the EF Core model names it.</summary>
internal sealed class EntityTable
{
    private readonly StoreObjectIdentifier _store;

    public EntityTable(IEntityType entity)
    {
        Entity = entity;
        var view = entity.GetViewName();
        Query = entity.GetSqlQuery();
        Name = view ?? entity.GetTableName() ?? (Query is null ? throw new InvalidOperationException($"{entity.DisplayName()} has no table and no view.") : "");
        Schema = view is null ? entity.GetSchema() : entity.GetViewSchema();
        _store = Query is not null ? StoreObjectIdentifier.SqlQuery(entity) : view is null ? StoreObjectIdentifier.Table(Name, Schema) : StoreObjectIdentifier.View(Name, Schema);
    }

    public IEntityType Entity { get; }

    /// <summary>Empty where a query stands for the table.</summary>
    public string Name { get; }

    /// <summary>What stands for the table; null where there is one, or a view.</summary>
    public string? Query { get; }

    public string? Schema { get; }

    /// <summary>The column of a scalar property, checked against what the GraphQL schema takes it for.</summary>
    public string Column(IProperty property) => property.GetColumnName(_store)
        ?? throw new InvalidOperationException($"{Entity.DisplayName()}.{property.Name} has no column in \"{Name}\".");

    /// <summary>True when SQL may find NULL in the column.</summary>
    public bool IsNullable(IProperty property) => property.IsColumnNullable(_store);
}

/// <summary>Entities, columns and navigations by the C# members the plan names.</summary>
internal sealed class SqlModel(IModel model)
{
    private readonly Dictionary<Type, EntityTable> _tables = [];

    public EntityTable Table(Type clrType)
    {
        lock (_tables)
        {
            if (!_tables.TryGetValue(clrType, out var table))
            {
                var entity = model.FindEntityType(clrType)
                    ?? throw new InvalidOperationException($"{clrType.Name} is no entity of the EF Core model.");
                _tables.Add(clrType, table = new(entity));
            }

            return table;
        }
    }

    public EntityTable Table(IEntityType entity) => Table(entity.ClrType);

    /// <summary>The navigation a path ends in.</summary>
    public INavigation Navigation(MemberPath path) => Table(path.Last.ReflectedType!).Entity.FindNavigation(path.Last)
        ?? throw new InvalidOperationException($"{path} is no navigation of the EF Core model.");

    /// <summary>Checks that the column stores what the schema says, so that a wrong mapping fails at start and not in an answer.</summary>
    public static void Check(Column column, IProperty property, EntityTable table)
    {
        var stored = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        stored = Nullable.GetUnderlyingType(stored) ?? stored;
        if (stored.IsEnum)
            stored = Enum.GetUnderlyingType(stored);
        var fits = column.Type.Kind switch
        {
            ValueKind.Text or ValueKind.TextList => stored == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(stored),
            ValueKind.Date => stored == typeof(string) || stored == typeof(DateOnly),
            ValueKind.Guid => stored == typeof(byte[]),
            ValueKind.Double => stored == typeof(double) || stored == typeof(float),
            ValueKind.Boolean => stored == typeof(bool) || stored == typeof(int),
            ValueKind.Instant => stored == typeof(long),
            _ => stored == typeof(int) || stored == typeof(long) || stored == typeof(short) || stored == typeof(byte),
        };
        if (!fits)
        {
            throw new InvalidOperationException(
                $"{table.Entity.DisplayName()}.{property.Name} is stored as {stored.Name}, which is no {column.Type.Kind}.");
        }
    }
}
