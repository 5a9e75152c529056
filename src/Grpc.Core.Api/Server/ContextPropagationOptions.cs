namespace Grpc.Core;

/// <summary>What an outgoing call takes over from the incoming one.</summary>
public class ContextPropagationOptions
{
    /// <summary>Deadline and cancellation.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Options of this choice.</summary>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>True when the earlier of both deadlines holds.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>True when cancelling the incoming call cancels the outgoing one.</summary>
    public bool IsPropagateCancellation { get; }
}
