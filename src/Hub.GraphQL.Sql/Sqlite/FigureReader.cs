using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using SQLitePCL;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>Puts exact sums together from the columns they come in.</summary>
internal static class FigureReader
{
    public static bool Write(CompiledFigure figure, sqlite3_stmt row, ResponseWriter writer)
    {
        if (raw.sqlite3_column_type(row, figure.High) == raw.SQLITE_NULL)
            return writer.Null(figure.Site);
        Int128 sum = raw.sqlite3_column_int64(row, figure.High);
        if (figure.Low >= 0)
            sum = (sum << 32) + raw.sqlite3_column_int64(row, figure.Low);
        return figure.Count < 0
            ? FigureWriter.Sum(writer, figure.Site, figure.Measure.Type, sum)
            : writer.Real(figure.Site, FigureWriter.Mean(sum, raw.sqlite3_column_int64(row, figure.Count)));
    }
}
