using System.Globalization;
using System.Reflection;
using System.Text;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Dialects;
using Hub.GraphQL.Sql.Mapping;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>A column in SQL, and whether NULL may be found there.</summary>
internal readonly record struct SqlColumn(string Text, bool IsNullable);

/// <summary>The statement all scopes of one query write into: parameters and aliases are numbered through.</summary>
internal sealed class StatementScope(SqlDialect dialect, SqlModel model)
{
    private readonly List<ParameterSource> _parameters = [];
    private int _aliases;

    public SqlDialect Dialect => dialect;

    public SqlModel Model => model;

    public IReadOnlyList<ParameterSource> Parameters => _parameters;

    public string NextAlias() => string.Create(CultureInfo.InvariantCulture, $"t{_aliases++}");

    /// <summary>A parameter; the same source is one parameter however often it stands in the text.</summary>
    public string Parameter(ParameterSource source)
    {
        var index = _parameters.IndexOf(source);
        if (index < 0)
        {
            index = _parameters.Count;
            _parameters.Add(source);
        }

        return dialect.Parameter(index);
    }
}

/// <summary>One SELECT or subquery: its table, and the to-one joins its columns need.</summary>
internal sealed class QueryScope
{
    /// <summary>SQLite joins 64 tables at most.</summary>
    private const int MostJoins = 60;

    private readonly StatementScope _statement;
    private readonly EntityTable? _own;
    private readonly string? _from;
    private readonly MemberPath? _rankedKey;
    private readonly List<Join> _joins = [];
    private readonly Dictionary<Measure, SqlColumn> _measures = [];
    private readonly Dictionary<MemberPath, string> _missing = [];
    private readonly Dictionary<PropertyInfo, (INavigation Navigation, string Near)> _leads = [];

    public QueryScope(StatementScope statement, Type entity)
    {
        _statement = statement;
        _own = statement.Model.Table(entity);
        Alias = statement.NextAlias();
    }

    /// <summary>A scope over a subquery, whose columns are named outright; only joined objects have columns of the model.</summary>
    public QueryScope(StatementScope statement, string subquery)
    {
        _statement = statement;
        _from = subquery;
        Alias = SubqueryAlias;
    }

    /// <summary>A scope over the ranked rows alone, which have a key and a rank.</summary>
    public QueryScope(StatementScope statement, SearchBinding ranked)
    {
        _statement = statement;
        _rankedKey = ranked.Key.Path;
        Alias = WindowAlias;
    }

    /// <summary>What the ranked rows are called, from which rows ordered by relevance are taken, and their columns.</summary>
    public const string WindowAlias = "w";
    public const string KeyName = "k";
    public const string RankName = "r";

    /// <summary>What the objects on the way to rows are called, where they are gone through one by one.</summary>
    public const string OthersAlias = "m";

    /// <summary>What a subquery is called.</summary>
    public const string SubqueryAlias = "g";

    private EntityTable Table => _own ?? throw new InvalidOperationException("A subquery has no columns of the model.");

    /// <summary>The alias of the table.</summary>
    public string Alias { get; }

    public StatementScope Statement => _statement;

    /// <summary>Says what conditions on a figure compare.</summary>
    public void Name(Measure measure, string expression) => _measures[measure] = new(expression, true);

    /// <summary>Says what stands in a column for no value.</summary>
    public void Missing(MemberPath path, string constant) => _missing[path] = constant;

    /// <summary>
    /// Says that a navigation of another entity can be followed from here: the expression holds the key that leads to the other object.
    /// </summary>
    public void Lead(INavigation navigation, string near) => _leads.TryAdd(navigation.PropertyInfo!, (navigation, near));

    /// <summary>True when paths that begin with the member can be followed though the table has no such member.</summary>
    public bool Leads(PropertyInfo member) => _leads.ContainsKey(member);

    /// <summary>The column a path ends in.</summary>
    public SqlColumn Column(Column column) => Column(column, null);

    /// <summary>The column a path ends in, whatever it holds.</summary>
    public string Expression(MemberPath path) => OrNull(path, Stored(path));

    /// <summary>The column a path ends in, as it is stored: what stands for no value is told.</summary>
    public string Stored(MemberPath path)
    {
        var (alias, table, _) = Walk(path.Steps, path.Steps.Count - 1, null);
        var property = table.Entity.FindProperty(path.Last) ?? throw new InvalidOperationException($"{path} is no column of the EF Core model.");
        return Text(alias, table, property);
    }

    private string OrNull(MemberPath path, string column) => _missing.TryGetValue(path, out var none) ? $"nullif({column}, {none})" : column;

    /// <summary>The column a path ends in, starting at a joined object.</summary>
    public SqlColumn Column(Column column, JoinedObject? from)
    {
        if (column is MeasureColumn measured)
            return _measures[measured.Measure];
        if (column is RelevanceColumn)
            return new($"{WindowAlias}.{RankName}", false);
        if (_rankedKey is not null && _rankedKey.Equals(column.Path))
            return new($"{WindowAlias}.{KeyName}", false);
        var (alias, table, isJoined) = Walk(column.Path.Steps, column.Path.Steps.Count - 1, from);
        var property = table.Entity.FindProperty(column.Path.Last)
            ?? throw new InvalidOperationException($"{column.Path} is no column of the EF Core model.");
        SqlModel.Check(column, property, table);
        return from is null && _missing.ContainsKey(column.Path)
            ? new(OrNull(column.Path, Text(alias, table, property)), true)
            : new(Text(alias, table, property), isJoined || table.IsNullable(property));
    }

    /// <summary>Whether a row, or a joined object that is there, may have no value in a column.</summary>
    public bool MayBeNull(Column column, JoinedObject? from)
    {
        if (column.Path.Steps.Count > 1 || column is MeasureColumn or RelevanceColumn)
            return true;
        var table = from?.Table ?? Table;
        return _missing.ContainsKey(column.Path) || table.Entity.FindProperty(column.Path.Last) is not { } property || table.IsNullable(property);
    }

    /// <summary>Whether the database holds every row, or joined object, to having the one other object a member leads to.</summary>
    public bool IsRequired(MemberPath path, JoinedObject? from) =>
        (from?.Table ?? _own)?.Entity.FindNavigation(path.Last) is { IsOnDependent: true, ForeignKey.IsRequired: true };

    /// <summary>Joins the one object a path leads to, if it is a row of the type.</summary>
    public JoinedObject Reference(MemberPath path, EntityBinding target, JoinedObject? from)
    {
        var (alias, table, _) = Walk(path.Steps, path.Steps.Count - 1, from);
        var join = JoinTo(alias, Navigation(table, path.Last), target.IsWholeEntity ? null : target);
        return new(join.Alias, join.Table);
    }

    /// <summary>A column that is NULL exactly when a joined object does not exist.</summary>
    public static string Presence(JoinedObject joined) =>
        Text(joined.Alias, joined.Table, joined.Table.Entity.FindPrimaryKey()!.Properties[0]);

    /// <summary>The navigation a path ends in, and the columns on this side that lead there.</summary>
    public (INavigation Navigation, IReadOnlyList<string> Columns) Link(MemberPath path, JoinedObject? from)
    {
        if (path.Steps.Count == 1 && from is null && _leads.TryGetValue(path.Last, out var lead))
            return (lead.Navigation, [lead.Near]);
        var (alias, table, _) = Walk(path.Steps, path.Steps.Count - 1, from);
        var navigation = Navigation(table, path.Last);
        return (navigation, [.. NearSide(navigation).Select(property => Text(alias, table, property))]);
    }

    /// <summary>The columns of this scope's own table that a navigation to it leads to.</summary>
    public IReadOnlyList<string> FarSide(INavigation navigation)
    {
        var properties = navigation.IsOnDependent ? navigation.ForeignKey.PrincipalKey.Properties : navigation.ForeignKey.Properties;
        return [.. properties.Select(property => Text(Alias, Table, property))];
    }

    /// <summary>
    /// The condition that ties columns of this scope to what a path leads to: <paramref name="near"/> are the columns its first hop starts
    /// from. Hops between are a list of keys, so that what is reached twice is one row all the same.
    /// </summary>
    public string Tie(IReadOnlyList<MemberPath> hops, IReadOnlyList<string> near, IReadOnlyList<string> far)
    {
        if (hops.Count == 1)
            return string.Join(" AND ", far.Zip(near, (there, here) => $"{there} = {here}"));
        var (columns, from) = Between(hops, near);
        var tied = far.Count == 1 ? far[0] : $"({string.Join(", ", far)})";
        return $"{tied} IN (SELECT {string.Join(", ", columns)} {from})";
    }

    /// <summary>
    /// What the last hop starts from as a source of its own, each once, and the condition that ties columns of this scope to one row of it.
    /// </summary>
    public (string Source, string Condition) Through(IReadOnlyList<MemberPath> hops, IReadOnlyList<string> near, IReadOnlyList<string> far)
    {
        var (columns, from) = Between(hops, near);
        var named = string.Join(", ", columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"{column} AS {KeyName}{i}")));
        var condition = string.Join(" AND ", far.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"{column} = {OthersAlias}.{KeyName}{i}")));
        return ($"(SELECT DISTINCT {named} {from}) AS {OthersAlias}", condition);
    }

    private (IReadOnlyList<string> Columns, string From) Between(IReadOnlyList<MemberPath> hops, IReadOnlyList<string> near)
    {
        var between = new QueryScope(_statement, hops[^1].Root);
        var columns = between.Link(hops[^1], null).Columns;
        IReadOnlyList<MemberPath> before = [.. hops.SkipLast(1)];
        var condition = between.Tie(before, near, between.FarSide(_statement.Model.Navigation(before[^1])));
        return (columns, $"{between.From()} WHERE {condition}");
    }

    /// <summary>The columns of a joined object that a navigation to it leads to.</summary>
    public static IReadOnlyList<string> FarSide(JoinedObject joined, INavigation navigation)
    {
        var properties = navigation.IsOnDependent ? navigation.ForeignKey.PrincipalKey.Properties : navigation.ForeignKey.Properties;
        return [.. properties.Select(property => Text(joined.Alias, joined.Table, property))];
    }

    /// <summary>Joins the row of a type that satisfies a condition, which must be at most one.</summary>
    public JoinedObject JoinOn(EntityBinding target, Func<JoinedObject, string> condition)
    {
        var join = new Join("", null, target, _statement.NextAlias(), _statement.Model.Table(target.ClrType));
        var joined = new JoinedObject(join.Alias, join.Table);
        _joins.Add(join);
        var type = new PredicateWriter(this, joined).Write(target.Where);
        join.Condition = condition(joined) + (type == _statement.Dialect.Always ? "" : $" AND {type}");
        return joined;
    }

    /// <summary>
    /// The FROM clause, with another source in front if there is one: its rows are gone through and the scope's looked up. Call it last:
    /// columns and conditions add joins.
    /// </summary>
    public string From(string? first = null)
    {
        var text = new StringBuilder("FROM ").Append(first is null ? "" : $"{first} CROSS JOIN ").Append(_from is null ? TableName(Table) : $"({_from})").Append(" AS ").Append(Alias);
        foreach (var join in _joins)
            text.Append(" LEFT JOIN ").Append(TableName(join.Table)).Append(" AS ").Append(join.Alias).Append(" ON ").Append(join.Condition);
        return text.ToString();
    }

    private static IEnumerable<IProperty> NearSide(INavigation navigation) =>
        navigation.IsOnDependent ? navigation.ForeignKey.Properties : navigation.ForeignKey.PrincipalKey.Properties;

    private static INavigation Navigation(EntityTable table, PropertyInfo member) => table.Entity.FindNavigation(member)
        ?? throw new InvalidOperationException($"{table.Entity.ClrType.Name}.{member.Name} is no navigation of the EF Core model.");

    /// <summary>Follows the first steps of a path through joins.</summary>
    private (string Alias, EntityTable Table, bool IsJoined) Walk(IReadOnlyList<PropertyInfo> steps, int count, JoinedObject? from)
    {
        var (alias, table, isJoined) = from is { } start ? (start.Alias, start.Table, true) : (Alias, Table, false);
        for (var i = 0; i < count; i++)
        {
            var join = i == 0 && from is null && _leads.TryGetValue(steps[0], out var lead)
                ? JoinTo(alias, lead.Navigation, null, lead.Near)
                : JoinTo(alias, Navigation(table, steps[i]), null);
            (alias, table, isJoined) = (join.Alias, join.Table, true);
        }

        return (alias, table, isJoined);
    }

    private Join JoinTo(string alias, INavigation navigation, EntityBinding? type, string? key = null)
    {
        if (navigation.IsCollection)
            throw new InvalidOperationException($"{navigation.DeclaringEntityType.ClrType.Name}.{navigation.Name} leads to many; only one is joined.");
        var known = _joins.Find(join => join.From == alias && join.Navigation == navigation && join.Type == type);
        if (known is not null)
            return known;

        if (_joins.Count == MostJoins)
        {
            throw new PlanRefusedException(
                "TOO_MANY_REFERENCES",
                $"The operation follows more than {MostJoins} references from the rows of one list. Follow fewer.");
        }

        var near = _statement.Model.Table(navigation.DeclaringEntityType);
        var far = _statement.Model.Table(navigation.TargetEntityType);
        var joined = new Join(alias, navigation, type, _statement.NextAlias(), far);
        var farProperties = navigation.IsOnDependent ? navigation.ForeignKey.PrincipalKey.Properties : navigation.ForeignKey.Properties;
        var condition = string.Join(" AND ", NearSide(navigation).Zip(farProperties, (from, to) =>
            $"{Text(joined.Alias, far, to)} = {key ?? Text(alias, near, from)}"));

        // The type's own condition belongs to the join, so that a row of another type counts as no row.
        joined.Condition = type is null
            ? condition
            : $"{condition} AND {new PredicateWriter(this, new JoinedObject(joined.Alias, far)).Write(type.Where)}";
        _joins.Add(joined);
        return joined;
    }

    private static string Text(string alias, EntityTable table, IProperty property) => $"{alias}.{SqlDialect.Name(table.Column(property))}";

    private static string TableName(EntityTable table) =>
        table.Query is { } query ? $"({query})" : table.Schema is { } schema ? $"{SqlDialect.Name(schema)}.{SqlDialect.Name(table.Name)}" : SqlDialect.Name(table.Name);

    private sealed class Join(string from, INavigation? navigation, EntityBinding? type, string alias, EntityTable table)
    {
        public string From => from;

        public INavigation? Navigation => navigation;

        public EntityBinding? Type => type;

        public string Alias => alias;

        public EntityTable Table => table;

        public string Condition { get; set; } = "";
    }
}

/// <summary>An object a scope has joined.</summary>
internal readonly record struct JoinedObject(string Alias, EntityTable Table);
