using System.Collections.Concurrent;
using System.Diagnostics;
using Hub.Data.Providers;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Ingest;

/// <summary>
/// The one writer of catalogue data: one thread, one connection, many jobs a transaction (group commit). A job's task completes only after
/// the commit that holds it is on disk. A job that throws is undone alone; a commit that fails fails every job of its group. A job may run
/// twice, when another of its group threw, so it changes nothing but the database.
/// </summary>
public sealed class IngestWriter : IAsyncDisposable
{
    private readonly HubDatabase _database;
    private readonly IngestOptions _options;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<Job> _queue = [];
    private readonly SemaphoreSlim _slots;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _start = new();
    private Thread? _thread;
    private volatile string? _failure;

    public IngestWriter(HubDatabase database, IngestOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _database = database;
        _options = options;
        _time = time;
        _slots = new(options.MaxQueue);
    }

    /// <summary>Why the last group could not be committed; null when it could. A later commit that works clears it.</summary>
    public string? Failure => _failure;

    /// <summary>Groups committed since the start.</summary>
    public long Groups { get; private set; }

    /// <summary>Runs a piece of work in the writer's transaction and waits until it is durable.</summary>
    internal async Task<T> RunAsync<T>(Func<IngestTransaction, T> work, int items, CancellationToken cancel) =>
        await await EnqueueAsync(work, items, cancel);

    /// <summary>Gives a piece of work its place in the queue; work of one caller runs in the order it was given.</summary>
    /// <param name="work">Runs on the writer's thread; only its own job is undone when it throws.</param>
    /// <param name="items">Items the work writes, for the cap of a group.</param>
    /// <param name="cancel">Ends the wait for a place in the queue, not the work.</param>
    /// <returns>A task that completes when what the work wrote is on disk.</returns>
    internal async Task<Task<T>> EnqueueAsync<T>(Func<IngestTransaction, T> work, int items, CancellationToken cancel)
    {
        await _slots.WaitAsync(cancel);
        var job = new Job<T>(work, items);
        try
        {
            EnsureStarted();
            _queue.Add(job, cancel);
        }
        catch
        {
            _slots.Release();
            throw;
        }

        return job.Task;
    }

    /// <summary>Takes no more jobs, finishes those that wait, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        if (_thread is not null)
            await _stopped.Task;
        _slots.Dispose();
        _queue.Dispose();
    }

    private void EnsureStarted()
    {
        if (_thread is not null)
            return;
        lock (_start)
        {
            if (_thread is not null)
                return;
            _thread = new Thread(Write) { IsBackground = true, Name = "ingest writer" };
            _thread.Start();
        }
    }

    private void Write()
    {
        var group = new List<Job>();
        while (!_queue.IsCompleted)
        {
            try
            {
                using var connection = Open();
                using var transaction = new IngestTransaction(connection.Handle!);
                foreach (var first in _queue.GetConsumingEnumerable())
                    WriteGroup(transaction, first, group);
            }
            catch (SqliteException exception)
            {
                // The connection could not be opened. Fail what waits, so that nobody waits for ever, and try again with the next job.
                _failure = exception.Message;
                FailWaiting(exception);
            }
        }

        _stopped.SetResult();
    }

    private void WriteGroup(IngestTransaction transaction, Job first, List<Job> group)
    {
        group.Clear();
        group.Add(first);
        try
        {
            if (!TryWriteTogether(transaction, group))
                WriteApart(transaction, group);
            transaction.Commit();
            _failure = null;
            Groups++;
        }
        catch (SqliteException exception)
        {
            _failure = exception.Message;
            transaction.Rollback();
            foreach (var job in group)
                job.Fail(exception);
        }

        foreach (var job in group)
            job.Complete();
        _slots.Release(group.Count);
    }

    /// <summary>
    /// Runs jobs until the queue is empty or the group is full, all on the one transaction. A savepoint a job would have SQLite copy every page
    /// that the job touches first; jobs hardly ever throw, so the group is undone whole when one does.
    /// </summary>
    /// <returns>False when a job threw: nothing is written, and the jobs have to run apart.</returns>
    private bool TryWriteTogether(IngestTransaction transaction, List<Job> group)
    {
        transaction.Begin(_time.GetUtcNow());
        var started = Stopwatch.GetTimestamp();
        var items = 0;
        var job = group[0];
        while (true)
        {
            try
            {
                job.Run(transaction);
            }
            catch (Exception exception) when (!IsEverybodys(exception))
            {
                transaction.Rollback();
                return false;
            }

            items += job.Items;
            if (items >= _options.MaxGroupItems || Stopwatch.GetElapsedTime(started) >= _options.MaxGroupTime || !_queue.TryTake(out job!))
                return true;
            group.Add(job);
        }
    }

    /// <summary>Runs the jobs again, each behind a savepoint, so that only the one that throws is undone.</summary>
    private void WriteApart(IngestTransaction transaction, List<Job> group)
    {
        transaction.Begin(_time.GetUtcNow());
        foreach (var job in group)
        {
            transaction.BeginJob();
            try
            {
                job.Run(transaction);
            }
            catch (Exception exception) when (!IsEverybodys(exception))
            {
                job.Fail(exception);
                transaction.UndoJob();
                continue;
            }

            transaction.EndJob();
        }
    }

    /// <summary>One job's fault is its own; a disk that fails (10, 13) or a damaged file (11) is everybody's.</summary>
    private static bool IsEverybodys(Exception exception) => exception is SqliteException { SqliteErrorCode: 10 or 13 or 11 };

    private void FailWaiting(SqliteException exception)
    {
        if (!_queue.TryTake(out var job, Timeout.Infinite))
            return;
        job.Fail(exception);
        job.Complete();
        _slots.Release();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_database.ConnectionString)
        {
            Pooling = false,

            // Rules check what foreign keys would, before the writer sees an item.
            ForeignKeys = false,
        }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout = 10000");
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        Execute(connection, "PRAGMA cache_size = -131072");
        Execute(connection, "PRAGMA temp_store = MEMORY");
        Execute(connection, string.Create(null, $"PRAGMA wal_autocheckpoint = {_options.AutoCheckpointPages}"));
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var statement = new SqliteStatement(connection.Handle!, sql);
        statement.Run();
    }

    private abstract class Job(int items)
    {
        public int Items { get; } = items;

        public abstract void Run(IngestTransaction transaction);

        /// <summary>Settles on a failure; the task ends with it at <see cref="Complete"/>.</summary>
        public abstract void Fail(Exception exception);

        public abstract void Complete();
    }

    private sealed class Job<T>(Func<IngestTransaction, T> work, int items) : Job(items)
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;
        private Exception? _exception;

        public Task<T> Task => _done.Task;

        public override void Run(IngestTransaction transaction) => _result = work(transaction);

        public override void Fail(Exception exception) => _exception ??= exception;

        public override void Complete()
        {
            if (_exception is { } exception)
                _done.SetException(exception);
            else
                _done.SetResult(_result);
        }
    }
}
