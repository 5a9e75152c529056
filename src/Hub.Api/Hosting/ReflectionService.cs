using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Hub.Api.Hosting;

/// <summary>Serves the compiled descriptors, byte for byte, to tools that ask by the standard reflection protocol.</summary>
internal sealed class ReflectionService(DescriptorIndex index, IHostApplicationLifetime lifetime) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        // An idle tool must not hold up the end of the process.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await foreach (var request in requestStream.ReadAllAsync(end.Token))
                await responseStream.WriteAsync(Answer(request), context.CancellationToken);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw StopFailure.Create().ToException();
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            Question.FileByFilename => Files(index.File(request.FileByFilename), request.FileByFilename),
            Question.FileContainingSymbol => Files(index.FileOf(request.FileContainingSymbol), request.FileContainingSymbol),
            Question.FileContainingExtension => Files(request.FileContainingExtension),
            Question.AllExtensionNumbersOfType => Numbers(request.AllExtensionNumbersOfType),
            Question.ListServices => Services(),
            _ => Refusal(StatusCode.InvalidArgument, "The request asks nothing."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse Services() => new()
    {
        ListServicesResponse = new() { Service = { index.Services.Select(name => new ServiceResponse { Name = name }) } },
    };

    private ServerReflectionResponse Files(ExtensionRequest extension) => Files(
        index.FileOfExtension(extension.ContainingType, extension.ExtensionNumber),
        $"extension {extension.ExtensionNumber} of {extension.ContainingType}");

    private static ServerReflectionResponse Files(FileDescriptor? file, string asked)
    {
        if (file is null)
            return NotFound(asked);

        var response = new FileDescriptorResponse();
        AddWithImports(file, response, []);
        return new() { FileDescriptorResponse = response };
    }

    private ServerReflectionResponse Numbers(string message) => index.ExtensionNumbers(message) is { } numbers
        ? new() { AllExtensionNumbersResponse = new() { BaseTypeName = message, ExtensionNumber = { numbers } } }
        : NotFound(message);

    private static void AddWithImports(FileDescriptor file, FileDescriptorResponse response, HashSet<string> added)
    {
        if (!added.Add(file.Name))
            return;

        response.FileDescriptorProto.Add(file.SerializedData);
        foreach (var import in file.Dependencies)
            AddWithImports(import, response, added);
    }

    private static ServerReflectionResponse NotFound(string asked) => Refusal(StatusCode.NotFound, $"The hub does not have {asked}.");

    private static ServerReflectionResponse Refusal(StatusCode code, string message) => new()
    {
        ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message },
    };
}
