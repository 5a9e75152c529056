using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Hub.Api.Hosting;

/// <summary>
/// Sends answers without bytes as they are, such as a list of nothing. Compressed by .NET they would be no gzip stream but again no bytes, over
/// which clients in other languages break; grpc-js ends its process.
/// </summary>
internal sealed class EmptyAnswers : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var response = await continuation(request, context);
        if (response is IMessage message && message.CalculateSize() == 0)
            context.WriteOptions = new(WriteFlags.NoCompress);
        return response;
    }
}
