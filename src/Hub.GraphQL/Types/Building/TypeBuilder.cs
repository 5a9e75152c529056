using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Says what an object type or an interface shows of an entity.</summary>
public sealed class TypeBuilder<T>
    where T : class
{
    private readonly TypeDraft _draft;

    internal TypeBuilder(TypeDraft draft) => _draft = draft;

    /// <summary>Says which scopes let somebody see anything of the type, any of them.</summary>
    public TypeBuilder<T> Requires(params IReadOnlyList<string> anyOf)
    {
        _draft.Rule = new(string.Join(' ', anyOf));
        return this;
    }

    /// <summary>Which rows of the entity are of the type. Holds wherever the type is reached; several conditions all hold.</summary>
    public TypeBuilder<T> Where(Expression<Func<T, bool>> condition)
    {
        _draft.Entity.Where = _draft.Entity.Where.And(PredicateReader.Read(condition));
        return this;
    }

    /// <summary>
    /// Which rows a caller may see: they are no rows of the type for anybody else, wherever it is reached. Without a caller nothing
    /// that is asked of one holds.
    /// </summary>
    public TypeBuilder<T> Where<TCaller>(Expression<Func<T, TCaller, bool>> condition)
        where TCaller : class
    {
        _draft.Entity.Where = _draft.Entity.Where.And(PredicateReader.Read(condition, _draft.CallerValues));
        return this;
    }

    /// <summary>
    /// Implements an interface over the same entity: takes over its fields, filters, orders and key, before those of its own.
    /// </summary>
    public TypeBuilder<T> Implements(string interfaceName)
    {
        ArgumentException.ThrowIfNullOrEmpty(interfaceName);
        _draft.Interfaces.Add(interfaceName);
        return this;
    }

    /// <summary>
    /// Says of an interface that every row its own condition lets through is of one of its types, so that SQL need not ask. A row that
    /// is of none ends the operation with a fault.
    /// </summary>
    public TypeBuilder<T> Exhaustive()
    {
        _draft.IsExhaustive = true;
        return this;
    }

    /// <summary>The row key that every order ends on; several columns together may be one.</summary>
    public TypeBuilder<T> Key(params ReadOnlySpan<Expression<Func<T, object?>>> columns)
    {
        foreach (var column in columns)
            _draft.Key.Add(MemberPath.From(column));
        return this;
    }

    /// <summary>
    /// A key by which other subgraphs may refer to an object, in the notation of federation, such as <c>code</c> or
    /// <c>source { id } externalId</c>: fields that together name one object. The public id is one without being named.
    /// </summary>
    public TypeBuilder<T> EntityKey(string fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(fields);
        _draft.EntityKeys.Add(fields);
        return this;
    }

    /// <summary>The public id, shown as <c>id: ID!</c>. It is the row key too unless <see cref="Key"/> names another.</summary>
    public TypeBuilder<T> Id(Expression<Func<T, object?>> path, string description = "Opaque id, the same everywhere in the hub.") =>
        Field("id", path, description, field => field.As("ID"));

    /// <summary>A column, or another object the path leads to.</summary>
    public TypeBuilder<T> Field(string name, Expression<Func<T, object?>> path, string description, Action<FieldOptions>? options = null)
    {
        _draft.Fields.Add(Draft(name, path, description, options));
        return this;
    }

    /// <summary>
    /// The objects a path leads to, as a connection. It may go through others, each time to many: <c>p => p.Sources.SelectMany(s => s.Offers)</c>;
    /// an object that is reached twice counts once.
    /// </summary>
    public TypeBuilder<T> Connection<TNode>(
        string name,
        Expression<Func<T, IEnumerable<TNode>>> path,
        string description,
        Action<ConnectionBuilder<TNode>>? options = null)
        where TNode : class
    {
        var connection = new ConnectionDraft(typeof(TNode));
        options?.Invoke(new(connection));
        _draft.Fields.Add(new(name, MemberPath.From(path), description, new()) { Connection = connection });
        return this;
    }

    /// <summary>
    /// The first of the objects a path leads to, in the options' order; null when there is none. A type and a condition may be given too.
    /// </summary>
    public TypeBuilder<T> First<TNode>(
        string name,
        Expression<Func<T, IEnumerable<TNode>>> path,
        string description,
        Action<ConnectionBuilder<TNode>> options)
        where TNode : class
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(description);
        var first = new ConnectionDraft(typeof(TNode));
        options(new(first));
        _draft.Fields.Add(new(name, MemberPath.From(path), description, new()) { First = first });
        return this;
    }

    /// <summary>
    /// A value computed from columns: <paramref name="columns"/> gathers them into an anonymous object, <paramref name="value"/> makes
    /// the value. It cannot be filtered or ordered by.
    /// </summary>
    public TypeBuilder<T> Computed<TColumns, TValue>(
        string name,
        Expression<Func<T, TColumns>> columns,
        Func<TColumns, TValue> value,
        string description,
        Action<FieldOptions>? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        var chosen = new FieldOptions();
        options?.Invoke(chosen);
        var computed = ComputedColumns.Read(columns, value);
        _draft.Fields.Add(new(name, computed.Columns[0], description, chosen) { Computed = computed });
        return this;
    }

    /// <summary>A column to filter by that is no field.</summary>
    public TypeBuilder<T> Filter(string name, Expression<Func<T, object?>> path, string description, Action<FieldOptions>? options = null)
    {
        _draft.Filters.Add(Draft(name, path, description, options));
        return this;
    }

    /// <summary>A column to order by that is no field.</summary>
    public TypeBuilder<T> OrderBy(string name, Expression<Func<T, object?>> path, string description, Action<FieldOptions>? options = null)
    {
        _draft.Orders.Add(Draft(name, path, description, options));
        return this;
    }

    /// <summary>
    /// What <c>groupBy</c> and <c>facets</c> may group by that is no field: a column, an object, or the start of a text, such as
    /// <c>b => b.Code.Substring(0, 2)</c>.
    /// </summary>
    public TypeBuilder<T> GroupKey(string name, Expression<Func<T, object?>> key, string description) => AddGroupKey(name, key, null, description);

    /// <summary>The same, shown as the object of another type whose column holds the value.</summary>
    public TypeBuilder<T> GroupKey<TShown>(
        string name, Expression<Func<T, string?>> key, Expression<Func<TShown, string?>> foundBy, string description)
        where TShown : class => AddGroupKey(name, key, MemberPath.From(foundBy), description);

    /// <summary>
    /// Says what is searched by words, and the index they may be looked up in: connections get the argument <c>search</c> and the order
    /// <c>RELEVANCE</c>. The index knows rows by their key, which must be one column.
    /// </summary>
    public TypeBuilder<T> Search(string index, Action<SearchBuilder<T>> texts)
    {
        ArgumentException.ThrowIfNullOrEmpty(index);
        ArgumentNullException.ThrowIfNull(texts);
        _draft.Search = new(index);
        texts(new(_draft.Search));
        return this;
    }

    /// <summary>
    /// Hides figures over fewer rows than this: such groups are left out of <c>groupBy</c> and <c>facets</c>, <c>aggregate</c> is null, and
    /// there is no <c>min</c> and <c>max</c>, which tell of single rows. Nodes and <c>totalCount</c> are not hidden.
    /// </summary>
    public TypeBuilder<T> SuppressBelow(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        _draft.Entity.SuppressBelow = rows;
        return this;
    }

    private TypeBuilder<T> AddGroupKey(string name, LambdaExpression key, MemberPath? foundBy, string description)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(description);
        var (path, length) = TextStart.Read(key);
        _draft.GroupKeys.Add(new(name, path, length, foundBy, description));
        return this;
    }

    private static FieldDraft Draft(string name, Expression<Func<T, object?>> path, string description, Action<FieldOptions>? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(description);
        var chosen = new FieldOptions();
        options?.Invoke(chosen);
        return new(name, MemberPath.From(path), description, chosen);
    }
}
