using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Hub.Catalogue.V1;

namespace Hub.Api.Catalogue;

/// <summary>
/// Drops the fields of an item that the contract does not name. They pass no rule and no limit, so they are neither stored nor part of the
/// content's hash. protobuf can only drop them while it parses, which the gRPC library does for us; so the generated field is set.
/// </summary>
internal static class UnknownFields
{
    public static void Drop(Item item)
    {
        switch (item.ContentCase)
        {
            case Item.ContentOneofCase.Course:
                Of(item.Course) = null;
                Drop(item.Course.ValidThrough);
                if (item.Course.Audience is { } audience)
                    Of(audience) = null;
                break;
            case Item.ContentOneofCase.CourseRun:
                Drop(item.CourseRun);
                break;
            case Item.ContentOneofCase.Gig:
                Of(item.Gig) = null;
                Drop(item.Gig.ValidThrough);
                break;
            case Item.ContentOneofCase.Vacancy:
                Of(item.Vacancy) = null;
                Drop(item.Vacancy.ValidThrough);
                Drop(item.Vacancy.Deadline);
                if (item.Vacancy.Employer is { } employer)
                    Of(employer) = null;
                break;
        }
    }

    private static void Drop(CourseRun run)
    {
        Of(run) = null;
        Drop(run.ValidThrough);
        Drop(run.StartsAt);
        Drop(run.EndsAt);
        Drop(run.RegistrationOpensAt);
        Drop(run.RegistrationClosesAt);
        if (run.Venue is { } venue)
            Of(venue) = null;
        foreach (var session in run.Sessions)
        {
            Of(session) = null;
            Drop(session.StartsAt);
            Drop(session.EndsAt);
        }
    }

    private static void Drop(Timestamp? instant)
    {
        if (instant is not null)
            Of(instant) = null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(Course message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(Audience message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(CourseRun message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(CourseSession message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(Venue message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(Gig message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(Vacancy message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(Employer message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_unknownFields")]
    private static extern ref UnknownFieldSet? Of(Timestamp message);
}
