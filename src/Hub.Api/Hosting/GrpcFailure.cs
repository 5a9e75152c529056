using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Hub.Api.Hosting;

/// <summary>
/// An expected failure of a gRPC call, told the way every call of the hub tells it: a canonical status whose details hold one
/// ErrorInfo with a stable reason, the fields at fault, when to try again, and the message in Indonesian and English.
/// </summary>
/// <example><code>
/// throw GrpcFailure.Of(FailureReasons.SourceNotFound)
///     .At("source", "Use the id that `hub sources list` shows.")
///     .ToException();
/// </code></example>
internal sealed class GrpcFailure
{
    /// <summary>Trailer that carries the details, a serialised google.rpc.Status.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>Domain of every reason of the hub.</summary>
    public const string Domain = "hub";

    // Clients commonly refuse more than 8 KiB of trailers.
    private const int MostViolations = 20;
    private const int LongestText = 300;

    private StatusCode _code;
    private readonly string _indonesian;
    private readonly ErrorInfo _info;
    private readonly BadRequest _violations = new();
    private Duration? _retryAfter;

    private GrpcFailure(StatusCode code, string reason, string english, string indonesian)
    {
        _code = code;
        English = english;
        _indonesian = indonesian;

        // This release of the messages still calls field 1, the reason, by its first name; on the wire it is the same.
        _info = new() { Type = reason, Domain = Domain };
    }

    /// <summary>What is wrong and what to do about it, in English.</summary>
    public string English { get; }

    /// <summary>Starts a failure with the status and the texts that <c>failures.json</c> has for its reason.</summary>
    /// <param name="reason">One of <see cref="FailureReasons"/>.</param>
    /// <param name="values">What fills <c>{0}</c> and on in the texts.</param>
    public static GrpcFailure Of(string reason, params ReadOnlySpan<object?> values)
    {
        var text = FailureTexts.Of(reason);
        return new(text.Code, reason, Shortened(text.English(values)), Shortened(text.Indonesian(values)));
    }

    /// <summary>Starts a failure whose texts were made elsewhere, for example for an operator's command too.</summary>
    /// <param name="code">Canonical status of the call.</param>
    /// <param name="reason">Stable, UPPER_SNAKE; a client may branch on it. It stands in <c>failures.json</c> too.</param>
    /// <param name="english">What is wrong, one or two sentences.</param>
    /// <param name="indonesian">The same in Indonesian.</param>
    public static GrpcFailure Of(StatusCode code, string reason, string english, string indonesian) =>
        new(code, reason, english, indonesian);

    /// <summary>Ends the call with another status than the first of the reason's.</summary>
    public GrpcFailure As(StatusCode code)
    {
        _code = code;
        return this;
    }

    /// <summary>Adds a value to the ErrorInfo, for example the revision that is stored.</summary>
    public GrpcFailure With(string key, string value)
    {
        _info.Metadata[key] = Shortened(value);
        return this;
    }

    /// <summary>Names a field at fault, by its path in the request, and says what to do about it.</summary>
    public GrpcFailure At(string field, string description)
    {
        if (_violations.FieldViolations.Count < MostViolations)
            _violations.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = Shortened(field), Description = Shortened(description) });
        return this;
    }

    /// <summary>Says that the same call may work later.</summary>
    public GrpcFailure RetryAfter(TimeSpan delay)
    {
        _retryAfter = Duration.FromTimeSpan(delay);
        return this;
    }

    /// <summary>Makes the exception that ends the call.</summary>
    public RpcException ToException() => new(new(_code, English), new Metadata { { DetailsTrailer, Details() } });

    /// <summary>Makes the trailers of a call that ends outside the gRPC library.</summary>
    public GrpcTrailers ToTrailers() =>
        new(((int)_code).ToString(CultureInfo.InvariantCulture), English, Convert.ToBase64String(Details()).TrimEnd('='));

    private byte[] Details()
    {
        var status = new Google.Rpc.Status { Code = (int)_code, Message = English, Details = { Any.Pack(_info) } };
        if (_violations.FieldViolations.Count > 0)
            status.Details.Add(Any.Pack(_violations));
        if (_retryAfter is not null)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = _retryAfter }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "id", Message = _indonesian }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "en", Message = English }));
        return status.ToByteArray();
    }

    private static string Shortened(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";
}
