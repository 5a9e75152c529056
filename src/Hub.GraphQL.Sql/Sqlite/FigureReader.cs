using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Puts exact sums together from the columns they come in.</summary>
internal static class FigureReader
{
    public static bool Write(CompiledFigure figure, sqlite3_stmt row, ResponseWriter writer)
    {
        if (Columns.IsNull(row, figure.High))
            return writer.Null(figure.Site);
        Int128 sum = Columns.Int64(row, figure.High);
        if (figure.Low >= 0)
            sum = (sum << 32) + Columns.Int64(row, figure.Low);
        return figure.Count < 0
            ? FigureWriter.Sum(writer, figure.Site, figure.Measure.Type, sum)
            : writer.Real(figure.Site, FigureWriter.Mean(sum, Columns.Int64(row, figure.Count)));
    }
}
