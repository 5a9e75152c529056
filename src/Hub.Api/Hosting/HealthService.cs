using Grpc.Core;
using Grpc.Health.V1;
using Answer = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Hub.Api.Hosting;

/// <summary>Tells the standard health protocol what <see cref="ServingStatus"/> knows.</summary>
internal sealed class HealthService(ServingStatus status) : Health.HealthBase
{
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        status.Of(request.Service) is { } serving
            ? Task.FromResult(Response(serving))
            : throw GrpcFailure
                .Of(FailureReasons.ServiceUnknown)
                .ToException();

    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse();
        foreach (var (service, serving) in status.All())
            response.Statuses.Add(service, Response(serving));

        return Task.FromResult(response);
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        await foreach (var serving in status.WatchAsync(request.Service, context.CancellationToken))
            await responseStream.WriteAsync(Response(serving), context.CancellationToken);

        throw StopFailure.Create().ToException();
    }

    private static HealthCheckResponse Response(bool? serving) => new()
    {
        Status = serving switch
        {
            true => Answer.Serving,
            false => Answer.NotServing,
            null => Answer.ServiceUnknown,
        },
    };
}
