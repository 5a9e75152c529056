namespace Hub.Testing;

/// <summary>A folder of one test, removed with everything in it at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("hub-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
