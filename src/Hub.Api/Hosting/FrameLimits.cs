namespace Hub.Api.Hosting;

/// <summary>
/// How many frames that carry no work one HTTP/2 connection may send in a second. Clients of every library stay far below; a flood passes
/// it within milliseconds.
/// </summary>
/// <param name="Settings">SETTINGS frames. A client sends one or two, and one more each time it widens its windows.</param>
/// <param name="Resets">RST_STREAM frames: calls taken back (CVE-2023-44487), and windows that make the hub take them back (CVE-2025-8671).</param>
/// <param name="Others">
/// PING, WINDOW_UPDATE, PRIORITY, CONTINUATION, empty DATA and unknown frames together. What the hub sends earns more of them, since who
/// reads much answers with many windows and pings.
/// </param>
internal sealed record FrameLimits(int Settings, int Resets, int Others)
{
    /// <summary>So many bytes that the hub sent earn one frame. The answer to a PING is smaller, so no flood pays for itself.</summary>
    public const int BytesPerFrame = 64;

    /// <summary>Frames that a request earns: browsers and proxies send a window or a priority with each.</summary>
    public const int PerRequest = 2;

    /// <summary>The limits for a connection with so many calls at once.</summary>
    public static FrameLimits For(int streams) => new(Settings: 50, Resets: 5 * streams, Others: 2_000);
}
