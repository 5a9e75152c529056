using Microsoft.AspNetCore.Authorization;

namespace Grpc.Core.Api.Tests;

/// <summary>The trial service, derived from generated code as any service is.</summary>
internal sealed class TrialServer(TrialHandlers handlers) : TrialService.TrialServiceBase
{
    public override Task<Answer> Unary(Ask request, ServerCallContext context) => handlers.Unary(request, context);

    public override Task<Answer> Collect(IAsyncStreamReader<Ask> requestStream, ServerCallContext context) =>
        handlers.Collect(requestStream, context);

    public override Task Expand(Ask request, IServerStreamWriter<Answer> responseStream, ServerCallContext context) =>
        handlers.Expand(request, responseStream, context);

    public override Task Converse(
        IAsyncStreamReader<Ask> requestStream, IServerStreamWriter<Answer> responseStream, ServerCallContext context) =>
        handlers.Converse(requestStream, responseStream, context);

    [Authorize("read")]
    public override Task<Answer> Guarded(Ask request, ServerCallContext context) => handlers.Unary(request, context);
}
