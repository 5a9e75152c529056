using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Dialects;
using Hub.GraphQL.Sql.Mapping;
using Hub.GraphQL.Sql.Tests.Library;
using Microsoft.EntityFrameworkCore;

namespace Hub.GraphQL.Sql.Tests.Compilation;

/// <summary>The texts themselves, for both databases. The model alone is needed, no database.</summary>
public sealed class PlanCompilerTests
{
    private const string Columns = "SELECT t0.\"Title\", t0.\"PublishedAt\", t0.\"Id\" FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1)";

    [Fact]
    public async Task A_filter_of_the_type_is_written_as_constants_and_a_client_s_as_parameters()
    {
        await Compiles(
            "{ books(where: {title: {eq: \"x\"}, pages: {in: [1, 2, 3]}}) { nodes { title } } }",
            "SELECT t0.\"Title\" FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1 AND t0.\"Title\" = ?1 AND t0.\"Pages\" IN (?2, ?3, ?4, ?5)) " +
                "ORDER BY t0.\"PublishedAt\" DESC, t0.\"Id\" DESC LIMIT ?6",
            "SELECT t0.\"Title\" FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1 AND t0.\"Title\" = $1 AND t0.\"Pages\" IN ($2, $3, $4, $5)) " +
                "ORDER BY t0.\"PublishedAt\" DESC, t0.\"Id\" DESC LIMIT $6");
    }

    [Fact]
    public async Task A_cursor_on_columns_of_one_direction_is_one_comparison_of_rows()
    {
        await Compiles(
            "{ books(after: CURSOR) { nodes { title } edges { cursor } } }",
            Columns + " AND (t0.\"PublishedAt\", t0.\"Id\") < (?1, ?2) ORDER BY t0.\"PublishedAt\" DESC, t0.\"Id\" DESC LIMIT ?3",
            Columns + " AND (t0.\"PublishedAt\", t0.\"Id\") < ($1, $2) ORDER BY t0.\"PublishedAt\" DESC, t0.\"Id\" DESC LIMIT $3");
    }

    [Fact]
    public async Task A_cursor_on_a_column_that_may_be_missing_says_where_missing_values_stand()
    {
        const string condition = "SELECT t0.\"Title\", t0.\"Pages\", t0.\"Id\" FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) AND ";

        await Compiles(
            "{ books(after: CURSOR, orderBy: [{field: PAGES, nulls: LAST}]) { nodes { title } edges { cursor } } }",
            condition + "(((t0.\"Pages\" > ?1 OR t0.\"Pages\" IS NULL)) OR (t0.\"Pages\" = ?1 AND t0.\"Id\" > ?2)) ORDER BY t0.\"Pages\" NULLS LAST, t0.\"Id\" LIMIT ?3",
            condition + "(((t0.\"Pages\" > $1 OR t0.\"Pages\" IS NULL)) OR (t0.\"Pages\" = $1 AND t0.\"Id\" > $2)) ORDER BY t0.\"Pages\", t0.\"Id\" LIMIT $3");
    }

    [Fact]
    public async Task Texts_are_searched_without_regard_to_the_case_of_ascii()
    {
        const string start = "SELECT count(*) FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1 AND ";

        await Compiles(
            "{ books(where: {not: {subtitle: {contains: \"x\"}}}) { totalCount } }",
            start + @"(t0.""Subtitle"" LIKE ?1 ESCAPE '\') IS NOT TRUE)",
            start + @"(lower(t0.""Subtitle"" COLLATE ""C"") LIKE lower($1 COLLATE ""C"") ESCAPE '\') IS NOT TRUE)");
        await Compiles(
            "{ books(where: {tags: {has: \"x\"}}) { totalCount } }",
            start + "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(t0.\"Tags\") THEN t0.\"Tags\" ELSE '[]' END) AS j WHERE j.type = 'text' AND j.value = ?1))",
            start + "jsonb_exists(t0.\"Tags\"::jsonb, $1))");
    }

    [Fact]
    public async Task A_list_through_others_goes_through_them_one_by_one()
    {
        const string query = "{ region(code: \"R01\") { worksInside { nodes { title } totalCount } } }";
        string[] sqlite =
        [
            "SELECT t0.\"Title\" FROM (SELECT DISTINCT t1.\"Id\" AS k0 FROM \"authors\" AS t1 WHERE t1.\"RegionCode\" IN " +
                "(SELECT t2.\"Code\" FROM \"regions\" AS t2 WHERE t2.\"ParentCode\" = ?1)) AS m CROSS JOIN \"books\" AS t0 " +
                "WHERE t0.\"AuthorId\" = m.k0 AND (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) ORDER BY t0.\"Title\", t0.\"Id\" LIMIT ?2",
            "SELECT count(*) FROM \"books\" AS t0 WHERE t0.\"AuthorId\" IN (SELECT t1.\"Id\" FROM \"authors\" AS t1 WHERE t1.\"RegionCode\" IN " +
                "(SELECT t2.\"Code\" FROM \"regions\" AS t2 WHERE t2.\"ParentCode\" = ?1)) AND (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1)",
            "SELECT t0.\"Code\" FROM \"regions\" AS t0 WHERE t0.\"Code\" = ?1 LIMIT 1",
        ];

        await Compiles(query, sqlite, [.. sqlite.Select(text => text.Replace('?', '$'))]);
    }

    [Fact]
    public async Task A_last_page_is_read_from_the_end_and_turned_round()
    {
        await Compiles(
            "{ authors(last: 2) { nodes { name } } }",
            "SELECT c0, c1, count(*) OVER () FROM (SELECT t0.\"full \"\"name\"\"\" AS c0, t0.\"Id\" AS c1 FROM \"authors\" AS t0 ORDER BY t0.\"Id\" DESC LIMIT ?1) AS page ORDER BY c1",
            "SELECT c0, c1, count(*) OVER () FROM (SELECT t0.\"full \"\"name\"\"\" AS c0, t0.\"Id\" AS c1 FROM \"authors\" AS t0 ORDER BY t0.\"Id\" DESC LIMIT $1) AS page ORDER BY c1");
    }

    [Fact]
    public async Task A_keys_of_two_columns_joins_on_both()
    {
        await Compiles(
            "{ volumes { nodes { first { title } } } }",
            "SELECT t1.\"Id\", t1.\"Title\" FROM \"books\" AS t0 LEFT JOIN \"books\" AS t1 ON t1.\"AuthorId\" = t0.\"AuthorId\" AND t1.\"Key\" = t0.\"FirstKey\" " +
                "AND (t1.\"Kind\" = 1 AND t1.\"IsListed\" = 1) WHERE t0.\"Kind\" = 2 ORDER BY t0.\"Id\" LIMIT ?1",
            "SELECT t1.\"Id\", t1.\"Title\" FROM \"books\" AS t0 LEFT JOIN \"books\" AS t1 ON t1.\"AuthorId\" = t0.\"AuthorId\" AND t1.\"Key\" = t0.\"FirstKey\" " +
                "AND (t1.\"Kind\" = 1 AND t1.\"IsListed\" = 1) WHERE t0.\"Kind\" = 2 ORDER BY t0.\"Id\" LIMIT $1");
    }

    [Fact]
    public async Task Figures_are_one_row_and_sums_cannot_overflow()
    {
        const string where = " FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1)";

        await Compiles(
            "{ books { totalCount aggregate { sum { oldPriceIdr pages } avg { oldPriceIdr } max { title } countDistinct { genre } } } }",
            "SELECT sum(t0.\"OldPriceIdr\" >> 32), sum(t0.\"OldPriceIdr\" & 4294967295), sum(t0.\"Pages\"), count(t0.\"OldPriceIdr\"), max(t0.\"Title\"), " +
                "count(DISTINCT t0.\"Genre\"), count(*)" + where,
            "SELECT sum(t0.\"OldPriceIdr\"), sum(t0.\"Pages\"), count(t0.\"OldPriceIdr\"), max(t0.\"Title\"), count(DISTINCT t0.\"Genre\"), count(*)" + where);
    }

    [Fact]
    public async Task Groups_are_made_of_the_rows_alone_and_their_objects_are_joined_around()
    {
        await Compiles(
            "{ books { groupBy(by: [{field: AUTHOR}, {field: PUBLISHED_AT, interval: DAY}], having: {avg: {priceIdr: {gt: 5}}}, orderBy: [{field: COUNT, direction: DESC}]) " +
                "{ nodes { key { author { name } publishedAt } } } } }",
            "SELECT t1.\"Id\", t1.\"full \"\"name\"\"\", date((g.k1 - 719468) * 86400, 'unixepoch') FROM (SELECT t0.\"AuthorId\" AS k0, " +
                "(t0.\"PublishedAt\" + 62162060400000) / 86400000 AS k1, sum(t0.\"PriceIdr\" >> 32) AS a2, sum(t0.\"PriceIdr\" & 4294967295) AS a3, count(t0.\"PriceIdr\") AS a4, " +
                "count(*) AS a5 FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) GROUP BY t0.\"AuthorId\", (t0.\"PublishedAt\" + 62162060400000) / 86400000) AS g " +
                "LEFT JOIN \"authors\" AS t1 ON t1.\"Id\" = g.k0 WHERE CAST((g.a2 * 4294967296 + g.a3) AS REAL) / g.a4 > ?1 ORDER BY g.a5 DESC, t1.\"Id\", g.k1 LIMIT ?2",
            "SELECT t1.\"Id\", t1.\"full \"\"name\"\"\", to_char(g.k1, 'YYYY-MM-DD') FROM (SELECT t0.\"AuthorId\" AS k0, " +
                "date_trunc('day', to_timestamp((t0.\"PublishedAt\" + 25200000) / 1000.0) AT TIME ZONE 'UTC') AS k1, sum(t0.\"PriceIdr\") AS a2, count(t0.\"PriceIdr\") AS a3, " +
                "count(*) AS a4 FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) GROUP BY t0.\"AuthorId\", " +
                "date_trunc('day', to_timestamp((t0.\"PublishedAt\" + 25200000) / 1000.0) AT TIME ZONE 'UTC')) AS g " +
                "LEFT JOIN \"authors\" AS t1 ON t1.\"Id\" = g.k0 WHERE CAST(g.a2 AS double precision) / g.a3 > $1 ORDER BY g.a4 DESC NULLS LAST, t1.\"Id\" NULLS FIRST, g.k1 NULLS FIRST LIMIT $2");
    }

    [Fact]
    public async Task A_key_that_is_the_start_of_a_code_finds_its_object_around_the_groups()
    {
        const string text = "SELECT g.a1, t2.\"Id\", t2.\"Name\" FROM (SELECT substr(t1.\"RegionCode\", 1, 3) AS k0, count(*) AS a1 FROM \"books\" AS t0 " +
            "LEFT JOIN \"authors\" AS t1 ON t1.\"Id\" = t0.\"AuthorId\" WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) GROUP BY substr(t1.\"RegionCode\", 1, 3)) AS g " +
            "LEFT JOIN \"regions\" AS t2 ON t2.\"Code\" = g.k0 ORDER BY ";

        await Compiles(
            "{ books { facets(fields: [HOME]) { values { count key { home { name } } } } } }",
            text + "g.a1 DESC, g.k0 LIMIT ?1",
            text + "g.a1 DESC NULLS LAST, g.k0 NULLS FIRST LIMIT $1");
    }

    [Fact]
    public async Task The_type_of_a_row_is_one_expression_and_the_caller_two_parameters()
    {
        string[] sqlite =
        [
            "SELECT CASE WHEN (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) THEN 0 WHEN t0.\"Kind\" = 2 THEN 1 END FROM \"books\" AS t0 " +
                "WHERE ((t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) OR t0.\"Kind\" = 2) ORDER BY t0.\"Id\" LIMIT ?1",
            "SELECT t0.\"Stars\" FROM \"reviews\" AS t0 LEFT JOIN \"books\" AS t1 ON t1.\"Id\" = t0.\"BookId\" " +
                "WHERE (?1 <> 0 OR t1.\"AuthorId\" = ?2) ORDER BY t0.\"BookId\", t0.\"Number\" LIMIT ?3",
        ];

        await Compiles(
            "{ works(first: 1) { nodes { __typename } } letters(first: 1) { nodes { stars } } }",
            sqlite,
            [.. sqlite.Select(text => text.Replace('?', '$'))]);
    }

    [Fact]
    public async Task Ids_are_looked_up_in_one_statement_for_each_entity()
    {
        string[] sqlite =
        [
            "SELECT t0.\"PublicId\", t0.\"full \"\"name\"\"\" FROM \"authors\" AS t0 WHERE t0.\"PublicId\" IN (?1, ?2, ?3, ?4)",
            "SELECT t0.\"PublicId\", CASE WHEN t0.\"Kind\" = 2 THEN 0 WHEN (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) THEN 1 END FROM \"books\" AS t0 " +
                "WHERE (((t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1) OR t0.\"Kind\" = 2) AND t0.\"PublicId\" IN (?1, ?2, ?3, ?4))",
        ];

        await Compiles(
            "{ things(ids: [\"a\", \"b\", \"c\"]) { ... on Author { name } } }",
            sqlite,
            [.. sqlite.Select(text => text.Replace('?', '$'))]);
    }

    [Fact]
    public async Task A_search_asks_the_full_text_index_for_row_keys()
    {
        const string start = "SELECT t0.\"Title\" FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1 AND t0.\"Id\" IN (SELECT ";

        await Compiles(
            "{ books(search: \"x\", orderBy: [{field: TITLE}]) { nodes { title } } }",
            start + "rowid FROM \"book search\" WHERE \"book search\" MATCH ?1)) ORDER BY t0.\"Title\", t0.\"Id\" LIMIT ?2",
            start + "\"id\" FROM \"book search\" WHERE \"document\" @@ to_tsquery('simple', $1))) ORDER BY t0.\"Title\", t0.\"Id\" LIMIT $2");
    }

    [Fact]
    public async Task Figures_of_a_search_go_through_its_index()
    {
        const string start = "SELECT count(*) FROM \"book search\" AS s CROSS JOIN \"books\" AS t0 WHERE s.";
        const string end = " AND (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1)";

        await Compiles(
            "{ books(search: \"x\") { totalCount } }",
            $"{start}\"book search\" MATCH ?1 AND t0.\"Id\" = s.rowid{end}",
            $"{start}\"document\" @@ to_tsquery('simple', $1) AND t0.\"Id\" = s.\"id\"{end}");
    }

    [Fact]
    public async Task Facets_of_rows_are_counted_in_one_pass_and_each_takes_its_cells()
    {
        const string rows = " FROM \"books\" AS t0 WHERE (t0.\"Kind\" = 1 AND t0.\"IsListed\" = 1 AND t0.\"Pages\" > ";

        await Compiles(
            "{ books(where: {pages: {gt: 1}}) { facets(fields: [GENRE, AUTHOR_NAME]) { values { count } } } }",
            [
                $"SELECT t0.\"Genre\", t1.\"full \"\"name\"\"\"{rows.Replace(" WHERE", " LEFT JOIN \"authors\" AS t1 ON t1.\"Id\" = t0.\"AuthorId\" WHERE", StringComparison.Ordinal)}?1)",
                Cells("json_extract(j.value, '$[0]')", "json_extract(j.value, '$[1]')", "json_each(?1)", "g.a1 DESC, g.k0 LIMIT ?2"),
            ],
            [
                $"SELECT t0.\"Genre\", t1.\"full \"\"name\"\"\"{rows.Replace(" WHERE", " LEFT JOIN \"authors\" AS t1 ON t1.\"Id\" = t0.\"AuthorId\" WHERE", StringComparison.Ordinal)}$1)",
                Cells(
                    "CAST(j.value ->> 0 AS bigint)", "CAST(j.value ->> 1 AS bigint)", "jsonb_array_elements(CAST($1 AS jsonb))",
                    "g.a1 DESC NULLS LAST, g.k0 NULLS FIRST LIMIT $2"),
                Cells(
                    "(j.value ->> 0) COLLATE \"C\"", "CAST(j.value ->> 1 AS bigint)", "jsonb_array_elements(CAST($1 AS jsonb))",
                    "g.a1 DESC NULLS LAST, g.k0 NULLS FIRST LIMIT $2"),
            ]);

        static string Cells(string key, string count, string from, string order) =>
            $"SELECT g.a1 FROM (SELECT {key} AS k0, sum({count}) AS a1 FROM {from} AS j GROUP BY {key}) AS g ORDER BY {order}";
    }

    [Fact]
    public async Task Relevance_ranks_the_newest_matches_and_then_looks_at_the_rows_of_the_page()
    {
        const string outer = "SELECT t0.\"Title\" FROM (SELECT k, r FROM (SELECT ";
        const string rows = " AND t1.\"Id\" = ";
        const string filter = " AND (t1.\"Kind\" = 1 AND t1.\"IsListed\" = 1) ORDER BY ";
        const string best = " DESC LIMIT 9) AS w ORDER BY w.r, w.k DESC LIMIT ";
        const string end = ") AS w CROSS JOIN \"books\" AS t0 WHERE t0.\"Id\" = w.k ORDER BY w.r, w.k DESC";
        const string index = "\"book search\"";

        await Compiles(
            "{ books(search: \"x\", orderBy: [{field: RELEVANCE}]) { nodes { title } } }",
            $"{outer}s.rowid AS k, bm25(s.{index}, 3.0, 1.0) AS r FROM {index} AS s CROSS JOIN \"books\" AS t1 WHERE s.{index} MATCH ?1{rows}s.rowid{filter}s.rowid{best}?2{end}",
            $"{outer}s.\"id\" AS k, -ts_rank('{{0,0,0.3333,1}}', s.\"document\", to_tsquery('simple', $1)) AS r FROM {index} AS s CROSS JOIN \"books\" AS t1 " +
                $"WHERE s.\"document\" @@ to_tsquery('simple', $1){rows}s.\"id\"{filter}s.\"id\"{best}$2{end}");
    }

    [Theory]
    [InlineData("laskar \"pelangi bumi\" man", "\"laskar\" \"pelangi\" + \"bumi\" \"man\"*", "'laskar' & 'pelangi' <-> 'bumi' & 'man':*")]
    [InlineData("a' OR b*", "\"a\" \"OR\" \"b\"", "'a' & 'OR' & 'b'")]
    public void No_word_of_a_search_is_an_operator(string typed, string sqlite, string postgres)
    {
        var text = SearchText.Read(SearchText.Parse(typed).ToString());

        Assert.Equal(sqlite, SqliteDialect.Instance.SearchExpression(text));
        Assert.Equal(postgres, PostgresDialect.Instance.SearchExpression(text));
    }

    private static Task Compiles(string query, string sqlite, string postgres) => Compiles(query, [sqlite], [postgres]);

    private static async Task Compiles(string query, string[] sqlite, string[] postgres)
    {
        using var db = new LibraryDbContext(new DbContextOptionsBuilder<LibraryDbContext>().UseSqlite("Data Source=:memory:").Options);
        var recorder = new Recorder();
        var schema = LibrarySchema.Build();
        var engine = new GraphQLEngine(schema, recorder);
        if (query.Contains("CURSOR", StringComparison.Ordinal))
        {
            var data = new LibraryData(1);
            var first = await LibraryFixture.Run(new(schema, new ObjectExecutor(data.Rows)), query.Replace("after: CURSOR", "first: 1", StringComparison.Ordinal));
            query = query.Replace("CURSOR", first[first.IndexOf("cursor\":\"", StringComparison.Ordinal)..].Split('"')[2] is { } cursor ? $"\"{cursor}\"" : "", StringComparison.Ordinal);
        }

        using var response = await engine.ExecuteAsync(new() { Query = Encoding.UTF8.GetBytes(query) }, TestContext.Current.CancellationToken);

        Assert.NotNull(recorder.Plan);
        Assert.Equal(sqlite, Texts(SqliteDialect.Instance));
        Assert.Equal(postgres, Texts(PostgresDialect.Instance));

        IEnumerable<string> Texts(SqlDialect dialect)
        {
            var compiler = new PlanCompiler(new SqlModel(db.Model), dialect);
            compiler.Compile(recorder.Plan);
            return compiler.Statements.Select(statement => statement.Text);
        }
    }

    private sealed class Recorder : IPlanExecutor
    {
        public OperationPlan? Plan { get; private set; }

        public ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
        {
            Plan = plan;
            writer.Json.Null();
            return ValueTask.CompletedTask;
        }
    }
}
