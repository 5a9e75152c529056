using System.Reflection;
using Hub.GraphQL.Planning;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.GraphQL.Sql.Compilation;

/// <summary>What ties a child's rows to the parent's row.</summary>
internal sealed class ParentLink
{
    private readonly IReadOnlyList<MemberPath> _hops;
    private readonly INavigation _navigation;
    private readonly int[] _ordinals;

    public ParentLink(MemberPath path, RowScope parent, JoinedObject? from)
    {
        _hops = path.Hops;
        _navigation = parent.Scope.Statement.Model.Navigation(path);
        var (first, columns) = parent.Scope.Link(_hops[0], from);
        Parent = first.DeclaringEntityType.ClrType;
        _ordinals = [.. columns.Select(parent.Ordinal)];
    }

    /// <summary>The parent's entity.</summary>
    public Type Parent { get; }

    /// <summary>The properties of the child's entity that tie it.</summary>
    public IEnumerable<PropertyInfo?> Properties =>
        (_navigation.IsOnDependent ? _navigation.ForeignKey.PrincipalKey.Properties : _navigation.ForeignKey.Properties)
            .Select(property => property.PropertyInfo);

    /// <summary>True when there are others between.</summary>
    public bool IsThroughMany => _hops.Count > 1;

    public string Condition(QueryScope child) => Condition(child, child.FarSide(_navigation));

    /// <summary>The same with other columns in place of those of <see cref="Properties"/>.</summary>
    public string Condition(QueryScope child, IReadOnlyList<string> columns) =>
        child.Tie(_hops, Near(child), columns);

    /// <summary>The others between as a source of their own, and the condition that ties the child to one of them.</summary>
    public (string Source, string Condition) Others(QueryScope child) => child.Through(_hops, Near(child), child.FarSide(_navigation));

    private string[] Near(QueryScope child) =>
        [.. _ordinals.Select(ordinal => child.Statement.Parameter(new(ParameterOrigin.ParentColumn, ordinal)))];
}
