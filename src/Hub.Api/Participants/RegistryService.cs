using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Registry.V1;
using Stored = Hub.Data.Participants;

namespace Hub.Api.Participants;

/// <summary>The registry over gRPC. Who may call what stands with the access rules.</summary>
internal sealed class RegistryService(Registration registration, ParticipantStanding standing, Stored.ParticipantStore store) : Registry.V1.RegistryService.RegistryServiceBase
{
    private const string ParticipantsList = "registry.v1/participants";

    public override async Task<CreateParticipantResponse> CreateParticipant(CreateParticipantRequest request, ServerCallContext context)
    {
        if (request.Participant is not { } given)
            throw Missing("participant");

        var (participant, problems) = await registration.AddAsync(given.ToStored(), context.CancellationToken);
        return participant is null ? throw Refused(problems, "participant") : new() { Participant = participant.ToMessage() };
    }

    public override async Task<GetParticipantResponse> GetParticipant(GetParticipantRequest request, ServerCallContext context)
    {
        var found = Guid.TryParseExact(request.Id, "D", out var id) ? await store.FindAsync(id, context.CancellationToken) : null;
        return found is null ? throw NotFound("id") : new() { Participant = found.ToMessage() };
    }

    public override async Task<ListParticipantsResponse> ListParticipants(ListParticipantsRequest request, ServerCallContext context)
    {
        var size = RegistryPages.Size(request.PageSize);
        var after = RegistryPages.After(ParticipantsList, request.PageToken);
        var rows = await store.ListAsync(after, size + 1, context.CancellationToken);
        var page = rows.Take(size).ToList();
        return new()
        {
            Participants = { page.Select(row => row.ToMessage()) },
            NextPageToken = rows.Count > size ? PageToken.Encode(ParticipantsList, page[^1].Id) : "",
        };
    }

    public override async Task<UpdateParticipantResponse> UpdateParticipant(UpdateParticipantRequest request, ServerCallContext context)
    {
        if (!Enum.IsDefined(request.Status))
            throw UnknownValue("status", Codes.List<Stored.ParticipantStatus>());
        if (request.Status == ParticipantStatus.Unspecified && !request.HasRequiresFapi)
            throw Missing("status");

        Stored.ParticipantStatus? status = request.Status == ParticipantStatus.Unspecified ? null : (Stored.ParticipantStatus)request.Status;
        bool? requiresFapi = request.HasRequiresFapi ? request.RequiresFapi : null;
        var (changed, refusal) = await standing.UpdateAsync(request.Id, status, requiresFapi, request.Reason, context.CancellationToken);
        return changed is null ? throw refusal!.ToException() : new() { Participant = changed.ToMessage() };
    }

    public override async Task<CreateSourceResponse> CreateSource(CreateSourceRequest request, ServerCallContext context)
    {
        if (request.Source is not { } given)
            throw Missing("source");
        CheckEnums(given);
        if (!Guid.TryParseExact(given.ParticipantId, "D", out var participant))
            throw NotFound("source.participant_id");

        var (source, problems) = await registration.AddSourceAsync(given.ToStored(participant), context.CancellationToken);
        return source is null ? throw Refused(problems, "source") : new() { Source = source.ToMessage() };
    }

    // A newer client may send a number that this hub does not know; it must not be stored as if it meant something.
    private static void CheckEnums(Source source)
    {
        for (var i = 0; i < source.OfferKinds.Count; i++)
        {
            if (source.OfferKinds[i] == OfferKind.Unspecified || !Enum.IsDefined(source.OfferKinds[i]))
                throw UnknownValue($"source.offer_kinds[{i}]", Codes.List<Stored.OfferKinds>());
        }

        if (!Enum.IsDefined(source.VerificationPolicy))
            throw UnknownValue("source.verification_policy", Codes.List<Stored.VerificationPolicy>());
        if (!Enum.IsDefined(source.VacancyProfile))
            throw UnknownValue("source.vacancy_profile", Codes.List<Stored.VacancyProfile>());
    }

    private static RpcException UnknownValue(string field, string known) => GrpcFailure
        .Of(FailureReasons.EnumValueUnknown, field)
        .At(field, $"Use one of {known}.")
        .ToException();

    private static RpcException Missing(string field) => GrpcFailure
        .Of(FailureReasons.FieldMissing, field)
        .At(field, "Set it.")
        .ToException();

    private static RpcException NotFound(string field) => GrpcFailure
        .Of(FailureReasons.ParticipantNotFound)
        .At(field, "Use an id from ListParticipants.")
        .ToException();

    private static RpcException Refused(IReadOnlyList<RegistrationProblem> problems, string message)
    {
        var first = problems[0];
        var code = first.Kind switch
        {
            ProblemKind.Missing => StatusCode.NotFound,
            ProblemKind.Taken => StatusCode.AlreadyExists,
            _ => StatusCode.InvalidArgument,
        };
        var failure = GrpcFailure.Of(code, first.Reason, first.Message, first.Indonesian);
        foreach (var problem in problems)
            failure.At($"{message}.{problem.Field}", $"{problem.Message} {problem.Fix}");
        return failure.ToException();
    }
}
