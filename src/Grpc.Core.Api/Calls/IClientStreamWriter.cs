namespace Grpc.Core;

/// <summary>The request stream as the client sees it.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no further request follows. Responses can still arrive.</summary>
    Task CompleteAsync();
}
