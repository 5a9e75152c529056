using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Sqlite;
using Hub.GraphQL.Types;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.GraphQL.Sql.Tests.Library;

/// <summary>The same data twice: as objects and as a SQLite file, each behind an engine with the same schema.</summary>
internal sealed class LibraryFixture : IDisposable
{
    private readonly string _path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"library-{Guid.CreateVersion7():N}.db");
    private readonly SqliteReadPool _pool;

    public LibraryFixture(int seed, EngineOptions? options = null, int books = 120)
    {
        // A loaded machine may take long; only tests of the limit set it lower.
        options ??= new() { Timeout = TimeSpan.FromMinutes(2) };
        Data = new(seed, books);
        Schema = LibrarySchema.Build();
        using (var db = Open())
        {
            db.Database.EnsureCreated();
            db.AddRange(Data.Regions);
            db.AddRange(Data.Authors);
            db.AddRange(Data.Books);
            db.AddRange(Data.Reviews);
            db.SaveChanges();
            Model = db.Model;
            Execute(LibrarySearch.Fill);
        }

        _pool = new(new() { DataSource = _path, MaxConnections = 4 });
        Objects = new(Schema, new ObjectExecutor(Data.Rows), options);
        Sql = new(Schema, new SqliteExecutor(Model, _pool, Statements.Add), options);
    }

    /// <summary>The database file.</summary>
    public string Path => _path;

    public LibraryData Data { get; }

    public Schema Schema { get; }

    public IModel Model { get; }

    /// <summary>The statements run since the list was cleared.</summary>
    public List<SqlStatement> Statements { get; } = [];

    public GraphQLEngine Objects { get; }

    public GraphQLEngine Sql { get; }

    public static async Task<string> Run(GraphQLEngine engine, string query, object? variables = null, Reader? caller = null)
    {
        using var response = await engine.ExecuteAsync(
            new()
            {
                Query = Encoding.UTF8.GetBytes(query),
                Variables = variables is null ? default : JsonSerializer.SerializeToElement(variables),
                Caller = caller,
            },
            TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(response.Body.Span);
    }

    public Task<string> RunSql(string query, object? variables = null, Reader? caller = null) => Run(Sql, query, variables, caller);

    public Task<string> RunObjects(string query, object? variables = null, Reader? caller = null) => Run(Objects, query, variables, caller);

    public LibraryDbContext Open() => new(new DbContextOptionsBuilder<LibraryDbContext>().UseSqlite($"Data Source={_path};Pooling=False").Options);

    /// <summary>Runs SQL behind the engines' backs.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _pool.Dispose();
        foreach (var file in new[] { _path, $"{_path}-wal", $"{_path}-shm" })
            File.Delete(file);
    }
}
