namespace Grpc.Core;

/// <summary>Stands for an incoming call whose deadline and cancellation an outgoing one follows.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
