namespace Grpc.Core;

/// <summary>What a channel is doing about its connection.</summary>
public enum ConnectivityState
{
    /// <summary>Not connected, and not trying.</summary>
    Idle = 0,

    /// <summary>Trying to connect.</summary>
    Connecting = 1,

    /// <summary>Connected.</summary>
    Ready = 2,

    /// <summary>The last attempt failed; another follows.</summary>
    TransientFailure = 3,

    /// <summary>Closed for good.</summary>
    Shutdown = 4,
}
