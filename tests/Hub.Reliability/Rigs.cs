namespace Hub.Reliability;

/// <summary>How long the rigs run, and where they say what they saw. <c>HUB_RIGS=full</c> runs them as often as their figures are stated for.</summary>
internal static class Rigs
{
    public static bool AreFull => Environment.GetEnvironmentVariable("HUB_RIGS") == "full";

    /// <summary>How often, in a usual run and in a full one.</summary>
    public static int Times(int usual, int full) => AreFull ? full : usual;

    public static void Say(FormattableString text) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(text));
}
