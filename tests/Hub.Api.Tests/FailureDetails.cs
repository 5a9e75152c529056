using Google.Rpc;
using Grpc.Core;

namespace Hub.Api.Tests;

/// <summary>Reads the details of a failed call.</summary>
internal sealed record FailureDetails(ErrorInfo Info, BadRequest? BadRequest, RetryInfo? Retry, IReadOnlyList<LocalizedMessage> Messages)
{
    public string Reason => Info.Type;

    public static FailureDetails Of(RpcException exception)
    {
        var status = Google.Rpc.Status.Parser.ParseFrom(exception.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal((int)exception.StatusCode, status.Code);
        return new(
            Assert.Single(status.Details, detail => detail.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>(),
            status.Details.SingleOrDefault(detail => detail.Is(BadRequest.Descriptor))?.Unpack<BadRequest>(),
            status.Details.SingleOrDefault(detail => detail.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>(),
            [.. status.Details.Where(detail => detail.Is(LocalizedMessage.Descriptor)).Select(detail => detail.Unpack<LocalizedMessage>())]);
    }
}
