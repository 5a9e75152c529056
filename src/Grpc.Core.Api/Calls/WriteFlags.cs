namespace Grpc.Core;

/// <summary>Wishes for a single write.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait in a buffer for the next one.</summary>
    BufferHint = 0x1,

    /// <summary>The message is sent uncompressed even if the call compresses.</summary>
    NoCompress = 0x2,
}
