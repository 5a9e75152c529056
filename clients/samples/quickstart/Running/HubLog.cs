namespace Hub.Samples.Quickstart.Running;

/// <summary>Keeps what the hub logs in a file, and the last lines of it in memory.</summary>
internal sealed class HubLog(string file)
{
    private const int MostKept = 50;

    private readonly Queue<string> _last = [];

    public async Task KeepAsync(StreamReader from)
    {
        await using var to = new StreamWriter(file, append: true) { AutoFlush = true };
        while (await from.ReadLineAsync() is { } line)
        {
            await to.WriteLineAsync(line);
            _last.Enqueue(line);
            if (_last.Count > MostKept)
                _last.Dequeue();
        }
    }

    /// <summary>The last lines; to be asked for once the hub has ended.</summary>
    public IEnumerable<string> Last(int lines) => _last.TakeLast(lines);
}
