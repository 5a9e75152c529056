using System.Collections.Concurrent;
using System.Diagnostics;
using Hub.Data.Providers;
using Microsoft.Data.Sqlite;
using SQLitePCL;

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
    private readonly FairQueue _queue = new();
    private readonly ConcurrentQueue<IngestJob> _idle = [];
    private readonly SemaphoreSlim _slots;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _start = new();
    private Thread? _thread;
    private volatile FailedGroup? _failed;
    private long _lastGroup;
    private long _position;
    private bool _disposed;

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

    /// <summary>
    /// Why the last group could not be committed; null when it could. A later commit that works clears it, when it is as large or comes after
    /// <see cref="IngestOptions.FailureStays"/>: on a disk that is all but full a small one works now and then.
    /// </summary>
    public string? Failure =>
        _failed is { } failed && (!failed.WorkedSince || Stopwatch.GetElapsedTime(failed.At) < _options.FailureStays) ? failed.Message : null;

    /// <summary>Groups committed since the start.</summary>
    public long Groups { get; private set; }

    /// <summary>
    /// The change log grew and is on disk; carries its last position. Raised on the writer's thread, so a handler returns at once and never throws.
    /// </summary>
    public event Action<long>? Committed;

    /// <summary>Runs a piece of work in the writer's transaction and waits until it is durable.</summary>
    internal async Task<T> RunAsync<T>(Func<IngestTransaction, T> work, int items, CancellationToken cancel, long lane = 0) =>
        await await EnqueueAsync(work, items, cancel, lane);

    /// <summary>Gives a piece of work its place in the queue; work of one lane runs in the order it was given, and lanes take turns.</summary>
    /// <param name="work">Runs on the writer's thread; only its own job is undone when it throws.</param>
    /// <param name="items">Items the work writes, for the cap of a group.</param>
    /// <param name="cancel">Ends the wait for a place in the queue, not the work.</param>
    /// <param name="lane">Whose work it is; 0 for the hub's own and for what is asked seldom.</param>
    /// <returns>A task that completes when what the work wrote is on disk.</returns>
    internal async Task<Task<T>> EnqueueAsync<T>(Func<IngestTransaction, T> work, int items, CancellationToken cancel, long lane = 0)
    {
        await _slots.WaitAsync(cancel);
        var job = new IngestJob<T>(work, items);
        try
        {
            EnsureStarted();
            _queue.Add(job, lane);
        }
        catch
        {
            _slots.Release();
            throw;
        }

        return job.Task;
    }

    /// <summary>
    /// Runs a piece of work that nobody waits for, such as a batch of derived rows: in a transaction of its own, and only when the queue has
    /// been empty for a moment. It runs alone, so it keeps itself short, and ends early once <see cref="IngestTransaction.IsWanted"/>.
    /// </summary>
    /// <returns>A task that completes when what the work wrote is committed; cancelled when the writer stops first.</returns>
    internal Task<T> RunWhenIdleAsync<T>(Func<IngestTransaction, T> work)
    {
        var job = new IngestJob<T>(work, 0, isIdle: true);
        _idle.Enqueue(job);
        EnsureStarted();
        _queue.Add(IngestJob.Nudge, 0);
        return job.Task;
    }

    /// <summary>Takes no more jobs, finishes those that wait, and closes the connection. Idle work that has not begun is cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        _queue.CompleteAdding();
        if (_thread is not null)
            await _stopped.Task;
        while (_idle.TryDequeue(out var job))
            job.Cancel();
        _slots.Dispose();
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
        var group = new List<IngestJob>();
        while (!_queue.IsCompleted)
        {
            try
            {
                using var connection = Open();
                using var transaction = new IngestTransaction(connection, () => _queue.Count > 0);
                using var checkpointer = new Checkpointer(_database, _options.AutoCheckpointPages);
                while (_queue.TryTake(out var first, Timeout.InfiniteTimeSpan))
                    WriteFrom(transaction, checkpointer, first, group);
            }
            catch (SqliteException exception)
            {
                // The connection could not be opened. Fail what waits, so that nobody waits for ever, and try again with the next job.
                NoteFailure(exception, 0);
                FailWaiting(exception);
            }
        }

        _stopped.SetResult();
    }

    /// <summary>Writes groups, then, when no job came for a moment, idle work piece by piece until one does.</summary>
    private void WriteFrom(IngestTransaction transaction, Checkpointer checkpointer, IngestJob first, List<IngestJob> group)
    {
        var job = first;
        do
        {
            if (!job.IsIdle)
                WriteNext(job);
            if (_idle.IsEmpty)
                return;
            while (!_queue.TryTake(out job!, RestOfQuietTime()))
            {
                if (_queue.IsAddingCompleted || !_idle.TryDequeue(out var idle))
                    return;
                WriteNext(idle);
            }
        }
        while (true);

        void WriteNext(IngestJob next)
        {
            WriteGroup(transaction, next, group);
            checkpointer.Note(transaction.PagesWritten, _queue.Count == 0);
            _lastGroup = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>
    /// In a flood the next job is here within a moment; idle work must not come in between. And between pieces of idle work other processes, such as
    /// an operator's command, must get at the database: SQLite has no queue, whoever asks at the wrong moment tries again later.
    /// </summary>
    private TimeSpan RestOfQuietTime()
    {
        var rest = _options.QuietTime - Stopwatch.GetElapsedTime(_lastGroup);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private void WriteGroup(IngestTransaction transaction, IngestJob first, List<IngestJob> group)
    {
        group.Add(first);
        try
        {
            if (!TryWriteTogether(transaction, group))
                WriteApart(transaction, group);
            transaction.Commit();
            if (_failed is { } failed)
                _failed = group.Sum(job => job.Items) >= failed.Items ? null : failed with { WorkedSince = true };
            Groups += first.IsIdle ? 0 : 1;
            Tell(transaction.LastPosition);
        }
        catch (SqliteException exception)
        {
            NoteFailure(exception, group.Sum(job => job.Items));
            transaction.Rollback();
            foreach (var job in group)
                job.Fail(exception);
        }

        foreach (var job in group)
            job.Complete();
        Release(group);

        // What the jobs held may be much, and the next group may be long in coming.
        group.Clear();
        _queue.EndGroup();
    }

    private void NoteFailure(SqliteException exception, int items) =>
        _failed = new(exception.Message, Math.Max(items, _failed?.Items ?? 0), Stopwatch.GetTimestamp());

    private void Tell(long position)
    {
        if (position <= _position)
            return;
        _position = position;
        Committed?.Invoke(position);
    }

    /// <summary>Idle work took no place in the queue.</summary>
    private void Release(List<IngestJob> group)
    {
        if (group.Count(job => !job.IsIdle) is > 0 and var places)
            _slots.Release(places);
    }

    /// <summary>
    /// Runs jobs until the queue is empty or the group is full, or one came that somebody waits for, all on the one transaction. A savepoint a job would
    /// have SQLite copy every page that the job touches first; jobs hardly ever throw, so the group is undone whole when one does.
    /// </summary>
    /// <returns>False when a job threw: nothing is written, and the jobs have to run apart.</returns>
    private bool TryWriteTogether(IngestTransaction transaction, List<IngestJob> group)
    {
        transaction.Begin(_time.GetUtcNow());
        var started = Stopwatch.GetTimestamp();
        var items = 0;
        var isAwaited = false;
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
            isAwaited |= job.IsAwaited;
            if (items >= _options.MaxGroupItems || Stopwatch.GetElapsedTime(started) >= _options.MaxGroupTime || group[0].IsIdle
                || !(isAwaited ? _queue.TryTakeSmall(out job!) : _queue.TryTake(out job!, TimeSpan.Zero)))
            {
                return true;
            }

            group.Add(job);
        }
    }

    /// <summary>Runs the jobs again, each behind a savepoint, so that only the one that throws is undone.</summary>
    private void WriteApart(IngestTransaction transaction, List<IngestJob> group)
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
        if (!_queue.TryTake(out var first, Timeout.InfiniteTimeSpan))
            return;
        var waiting = new List<IngestJob> { first };
        while (_idle.TryDequeue(out var idle))
            waiting.Add(idle);
        foreach (var job in waiting)
        {
            job.Fail(exception);
            job.Complete();
        }

        Release(waiting);
    }

    private sqlite3 Open()
    {
        Batteries_V2.Init();

        // One thread has it, so no lock is needed at every call. Rules check what foreign keys would, before the writer sees an item, and it
        // deletes no row that others refer to; the bundled library would check them at every row if it were not told.
        var code = raw.sqlite3_open_v2(_database.Path, out var connection, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        try
        {
            SqliteException.ThrowExceptionForRC(code, connection);
            SqliteStatement.KeepPlans(connection);
            Execute(connection, "PRAGMA busy_timeout = 10000");
            Execute(connection, "PRAGMA foreign_keys = OFF");
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = FULL");
            Execute(connection, "PRAGMA cache_size = -131072");
            Execute(connection, "PRAGMA temp_store = MEMORY");
            Execute(connection, string.Create(null, $"PRAGMA wal_autocheckpoint = {Checkpointer.Most * _options.AutoCheckpointPages}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(sqlite3 connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        statement.Run();
    }

    /// <param name="Message">Why.</param>
    /// <param name="Items">How large the largest group was that failed since one of its size worked.</param>
    /// <param name="At">When the last one failed.</param>
    /// <param name="WorkedSince">A smaller one worked after it.</param>
    private sealed record FailedGroup(string Message, int Items, long At, bool WorkedSince = false);
}
