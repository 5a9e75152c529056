namespace Hub.Samples.Quickstart;

/// <summary>A step did not work: what failed, why, and what to do about it.</summary>
internal sealed class QuickstartFailure(string what, string why, string cure) : Exception($"{what} {why}")
{
    public string What { get; } = what;

    public string Why { get; } = why;

    public string Cure { get; } = cure;
}
