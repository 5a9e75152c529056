using System.Globalization;

namespace Hub.Api.Hosting;

/// <summary>The status of a failed call, as it goes out outside the gRPC library.</summary>
/// <param name="Code">Number of the canonical status.</param>
/// <param name="Message">What is wrong and what to do about it, in English; ASCII.</param>
/// <param name="Details">The details, in base64 without padding.</param>
internal sealed record GrpcTrailers(string Code, string Message, string Details)
{
    /// <summary>Trailer with the number of the status.</summary>
    public const string StatusName = "grpc-status";

    private const string MessageName = "grpc-message";

    /// <summary>Puts the status into trailers, or into the headers of an answer that has no message.</summary>
    public void WriteTo(IHeaderDictionary trailers)
    {
        trailers[StatusName] = Code;
        trailers[MessageName] = Message;
        trailers[GrpcFailure.DetailsTrailer] = Details;
    }

    /// <summary>The number of the status that trailers hold; null where they hold none.</summary>
    public static int? CodeOf(IHeaderDictionary trailers) =>
        int.TryParse(trailers[StatusName], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
