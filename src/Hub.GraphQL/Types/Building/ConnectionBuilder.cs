using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Says which nodes a connection has, in which order, and how many at a time.</summary>
public sealed class ConnectionBuilder<T>
    where T : class
{
    private readonly ConnectionDraft _draft;

    internal ConnectionBuilder(ConnectionDraft draft) => _draft = draft;

    /// <summary>Names the object type of the nodes, where several stand on one entity.</summary>
    public ConnectionBuilder<T> Of(string typeName)
    {
        _draft.TypeName = typeName;
        return this;
    }

    /// <summary>Which nodes count, besides what the type itself says.</summary>
    public ConnectionBuilder<T> Where(Expression<Func<T, bool>> condition)
    {
        _draft.Where = _draft.Where.And(PredicateReader.Read(condition));
        return this;
    }

    /// <summary>The order when none is asked for; called again it adds a further column.</summary>
    public ConnectionBuilder<T> DefaultOrder(Expression<Func<T, object?>> path, bool descending = false)
    {
        _draft.DefaultOrder.Add((MemberPath.From(path), descending));
        return this;
    }

    /// <summary>How many nodes when the client does not say, and at most.</summary>
    public ConnectionBuilder<T> PageSize(int standard, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(standard, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, standard);
        _draft.StandardPage = standard;
        _draft.MostPage = most;
        return this;
    }

    /// <summary>Makes it a search: the argument of that name must be given, and without another order the best match comes first.</summary>
    public ConnectionBuilder<T> Searched(string argument)
    {
        ArgumentException.ThrowIfNullOrEmpty(argument);
        _draft.SearchArgument = argument;
        return this;
    }

    /// <summary>Marks the connection as not to be used any more; the reason names the replacement.</summary>
    public ConnectionBuilder<T> Deprecated(string reason)
    {
        _draft.DeprecationReason = reason;
        return this;
    }
}
