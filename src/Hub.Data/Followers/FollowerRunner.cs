using System.Collections.Concurrent;
using System.Threading.Channels;
using Hub.Data.Clusters;
using Hub.Data.Ingest;
using Hub.Data.Rollups;
using Hub.Data.Search;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Followers;

/// <summary>
/// Keeps derived data up to date with the change log, batch by batch, through the ingest writer while it has nothing else to do. A batch that
/// fails is tried again; the others go on.
/// </summary>
public sealed class FollowerRunner : IDisposable
{
    /// <summary>Name of the follower that keeps the rollups.</summary>
    public const string Rollups = "rollups";

    private readonly IngestWriter _writer;
    private readonly FollowerOptions _options;
    private readonly TimeProvider _time;
    private readonly DerivedData[] _data;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, bool> _whole = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failures = new(StringComparer.Ordinal);
    private bool _areOthersGone;

    public FollowerRunner(IngestWriter writer, FollowerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _writer = writer;
        _options = options;
        _time = time;
        _data = [new RollupFollower(), new SearchFollower(), new ClusterFollower()];
    }

    /// <summary>Why the last batch of a follower failed, by its name; without those that work.</summary>
    public IReadOnlyDictionary<string, string> Failures => _failures;

    /// <summary>
    /// True once a follower's rows are of all offers, however old. Before its first batch in this process, and while the rows are made anew,
    /// they may lack any of them.
    /// </summary>
    public bool IsWhole(string name) => _whole.GetValueOrDefault(name);

    /// <summary>A batch failed; carries the follower's name. It is tried again after a pause.</summary>
    public event Action<string, Exception>? Failed;

    /// <summary>Follows until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var wake = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        void Wake(long position) => wake.Writer.TryWrite(position);
        _writer.Committed += Wake;
        try
        {
            while (true)
            {
                if (!await CatchUpAsync(cancel))
                {
                    await Task.Delay(_options.RetryPause, _time, cancel);
                    continue;
                }

                await wake.Reader.ReadAsync(cancel);
                await Task.Delay(_options.GatherTime, _time, cancel);
            }
        }
        finally
        {
            _writer.Committed -= Wake;
        }
    }

    /// <summary>Runs batches, one of each follower in turn, until none has anything to do.</summary>
    /// <returns>False when one failed.</returns>
    public async Task<bool> CatchUpAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var worked = await ForgetOthersAsync(cancel);
            var waiting = new Queue<(DerivedData Data, FollowerBatch Batch)>(_data.Select(data => (data, new FollowerBatch(data, _options))));
            while (waiting.TryDequeue(out var next))
            {
                if (await StepAsync(next.Data, next.Batch, cancel) is not { } hasMore)
                    worked = false;
                else if (hasMore)
                    waiting.Enqueue(next);
            }

            return worked;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A follower that this hub does not have, as another version of it had, would keep the log from ever being shortened.</summary>
    /// <returns>False when it failed.</returns>
    private async Task<bool> ForgetOthersAsync(CancellationToken cancel)
    {
        if (_areOthersGone)
            return true;
        try
        {
            _areOthersGone = await _writer.RunWhenIdleAsync(transaction => FollowerRows.ForgetOthers(transaction, [.. _data.Select(data => data.Name)]))
                .WaitAsync(cancel);
            return true;
        }
        catch (SqliteException exception)
        {
            Failed?.Invoke("followers", exception);
            return false;
        }
    }

    /// <returns>Whether there is more to do; null when the batch failed.</returns>
    private async Task<bool?> StepAsync(DerivedData data, FollowerBatch batch, CancellationToken cancel)
    {
        try
        {
            var hasMore = await _writer.RunWhenIdleAsync(batch.Run).WaitAsync(cancel);
            _whole[data.Name] = batch.IsWhole;
            _failures.TryRemove(data.Name, out _);
            return hasMore;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failures[data.Name] = exception.Message;
            Failed?.Invoke(data.Name, exception);
            return null;
        }
    }

    public void Dispose() => _turn.Dispose();
}
