using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace PartnerSync;

/// <summary>What a failed call says beyond its status.</summary>
/// <param name="Status">Status of the call.</param>
/// <param name="Reason">Stable reason code; empty when the hub gave none.</param>
/// <param name="Message">Text for people.</param>
/// <param name="RetryAfter">Pause the hub asks for; zero when it names none.</param>
internal sealed record HubFailure(StatusCode Status, string Reason, string Message, TimeSpan RetryAfter)
{
    /// <summary>True when the same call may work later or with a new token. CANCELLED is the hub's when the caller did not cancel.</summary>
    public bool IsTransient => Status is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Aborted or StatusCode.Unauthenticated
        or StatusCode.Cancelled;

    /// <summary>Reads the details the hub packs into the trailers.</summary>
    public static HubFailure From(RpcException exception)
    {
        var reason = "";
        var message = exception.Status.Detail;
        var retryAfter = TimeSpan.Zero;
        foreach (var detail in Details(exception.Trailers))
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
                reason = info.Type; // Field 1, named `reason` in later editions of this message.
            else if (detail.TryUnpack<RetryInfo>(out var retry))
                retryAfter = retry.RetryDelay.ToTimeSpan();
            else if (detail.TryUnpack<LocalizedMessage>(out var text) && text.Locale.StartsWith("en", StringComparison.Ordinal))
                message = text.Message;
        }

        return new(exception.StatusCode, reason, message, retryAfter);
    }

    public override string ToString() => Reason.Length == 0 ? $"{Status}: {Message}" : $"{Status} ({Reason}): {Message}";

    private static RepeatedField<Any> Details(Metadata trailers)
    {
        if (trailers.FirstOrDefault(t => t.Key == "grpc-status-details-bin") is not { } entry)
            return [];
        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(entry.ValueBytes).Details;
        }
        catch (InvalidProtocolBufferException)
        {
            // Details are a courtesy; the status and its text still tell what happened.
            return [];
        }
    }
}
