using Grpc.Core;
using Hub.Api.Hosting;

namespace Hub.Api.Tests.Hosting;

public sealed class GrpcFailureTests
{
    [Fact]
    public void A_failure_carries_one_reason_and_its_text_in_two_languages()
    {
        var exception = GrpcFailure.Of(StatusCode.NotFound, "SOURCE_NOT_FOUND", "No such source.", "Sumber tidak ada.").With("id", "7").ToException();

        var details = FailureDetails.Of(exception);
        Assert.Equal("No such source.", exception.Status.Detail);
        Assert.Equal(("SOURCE_NOT_FOUND", "hub"), (details.Reason, details.Info.Domain));
        Assert.Equal("7", details.Info.Metadata["id"]);
        Assert.Equal(["id", "en"], details.Messages.Select(message => message.Locale));
        Assert.Equal("Sumber tidak ada.", details.Messages[0].Message);
        Assert.Null(details.BadRequest);
        Assert.Null(details.Retry);
    }

    [Fact]
    public void A_failure_names_the_fields_at_fault_and_when_to_try_again()
    {
        var exception = GrpcFailure
            .Of(StatusCode.InvalidArgument, "NAME_MISSING", "The name is missing.", "Nama wajib diisi.")
            .At("source.name", "Give 1 to 120 characters.")
            .RetryAfter(TimeSpan.FromSeconds(3))
            .ToException();

        var details = FailureDetails.Of(exception);
        Assert.Equal("source.name", Assert.Single(details.BadRequest!.FieldViolations).Field);
        Assert.Equal(3, details.Retry!.RetryDelay.Seconds);
    }

    [Fact]
    public void Trailers_stay_below_what_clients_take()
    {
        var failure = GrpcFailure.Of(StatusCode.InvalidArgument, "TOO_MANY", "Too many.", "Terlalu banyak.");
        for (var i = 0; i < 1_000; i++)
            failure.At($"items[{i}].title", new string('x', 100));

        var trailer = failure.ToException().Trailers.GetValueBytes(GrpcFailure.DetailsTrailer)!;

        Assert.InRange(trailer.Length, 1, 8 * 1024 * 3 / 4);
    }
}
