using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using TableSize = Hub.GraphQL.Sql.Sqlite.SqliteTableSizes.TableSize;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Rows of one table: all of them, the share an index finds, those of one parent on the average, or those a search finds.</summary>
internal sealed class TableEstimate(TableSize table, TableSize? rows, TableSize? parent, CompiledRead read, double share = 1) : ReadEstimate
{
    /// <summary>A word of a search is taken to stand in one row of ten.</summary>
    private const long RowsPerMatch = 10;

    public override long Rows(IReadOnlyList<Parameter> parameters) => Rows();

    public long Rows()
    {
        // Cells are no more than the rows they count.
        var all = rows is not null && table.IsCutOff ? rows.Rows : table.Rows;
        if (read.Search is { MostRanked: var window })
            all = read.IsRanked ? Math.Min(all, window) : Math.Max(Math.Min(all, window), all / RowsPerMatch);
        else
            all = (long)(all * share);
        return parent is null ? all : (all / Math.Max(1, parent.Rows)) + 1;
    }
}

/// <summary>What a figure reads: the coarsest rollup that answers for the request's parameters, else the rows.</summary>
internal sealed class FigureEstimate(CompiledAggregate aggregate, TableEstimate rows, TableEstimate[] rollups, RollupCatalogue catalogue) : ReadEstimate
{
    public override long Rows(IReadOnlyList<Parameter> parameters)
    {
        if (rollups.Length > 0 && catalogue.IsUsable())
        {
            for (var i = 0; i < rollups.Length; i++)
            {
                if (aggregate.Rollups[i].Answers(parameters))
                    return rollups[i].Rows();
            }
        }

        return rows.Rows();
    }
}
