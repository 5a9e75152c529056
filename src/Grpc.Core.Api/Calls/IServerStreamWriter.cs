namespace Grpc.Core;

/// <summary>The response stream as the service sees it. Returning from the handler ends it.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
