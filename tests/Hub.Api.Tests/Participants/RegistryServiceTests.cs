using Grpc.Core;
using Grpc.Net.Client;
using Hub.Registry.V1;

namespace Hub.Api.Tests.Participants;

public sealed class RegistryServiceTests : IAsyncLifetime
{
    private RunningHub _hub = null!;
    private GrpcChannel _channel = null!;
    private RegistryService.RegistryServiceClient _registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _channel = _hub.Channel(await _hub.TokenAsync("registry.admin", Cancel));
        _registry = new(_channel);
    }

    [Fact]
    public async Task A_participant_is_registered_and_read_back()
    {
        var created = await CreateAsync("  Balai Latihan Batang ");

        var read = await _registry.GetParticipantAsync(new() { Id = created.Id }, cancellationToken: Cancel);

        Assert.Equal("Balai Latihan Batang", created.LegalName);
        Assert.Equal(ParticipantStatus.Active, created.Status);
        Assert.Equal(created, read.Participant);
    }

    [Fact]
    public async Task What_is_wrong_with_a_participant_is_told_field_by_field()
    {
        var request = new CreateParticipantRequest { Participant = new() { LegalName = "", Kind = ParticipantKind.Provider, Nib = "1", AreaCode = "99.99" } };

        var details = await RefusedAsync(StatusCode.InvalidArgument, () => _registry.CreateParticipantAsync(request, cancellationToken: Cancel));

        Assert.Equal("NAME_MISSING", details.Reason);
        Assert.Equal(
            ["participant.legal_name", "participant.nib", "participant.area_code"],
            details.BadRequest!.FieldViolations.Select(violation => violation.Field));
    }

    [Fact]
    public async Task A_number_that_is_no_kind_is_refused()
    {
        var request = new CreateParticipantRequest { Participant = new() { LegalName = "A", Kind = (ParticipantKind)99 } };

        var details = await RefusedAsync(StatusCode.InvalidArgument, () => _registry.CreateParticipantAsync(request, cancellationToken: Cancel));

        Assert.Equal("KIND_MISSING", details.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an id")]
    [InlineData("01a2134a-4373-7851-b1db-947483bdb523")]
    public async Task A_participant_that_is_not_there_is_not_found(string id)
    {
        var details = await RefusedAsync(StatusCode.NotFound, () => _registry.GetParticipantAsync(new() { Id = id }, cancellationToken: Cancel));

        Assert.Equal("PARTICIPANT_NOT_FOUND", details.Reason);
    }

    [Fact]
    public async Task Pages_hold_every_participant_once_and_in_order()
    {
        string[] names = ["A", "B", "C", "D"];
        foreach (var name in names)
            await CreateAsync(name);

        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await _registry.ListParticipantsAsync(new() { PageSize = 2, PageToken = token }, cancellationToken: Cancel);
            Assert.InRange(page.Participants.Count, 1, 2);
            seen.AddRange(page.Participants.Select(participant => participant.LegalName));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(["Balai Latihan", .. names], seen);
    }

    [Theory]
    [InlineData(-1, "", "PAGE_SIZE_OUT_OF_RANGE")]
    [InlineData(501, "", "PAGE_SIZE_OUT_OF_RANGE")]
    [InlineData(1, "made up", "PAGE_TOKEN_INVALID")]
    public async Task A_page_that_cannot_be_is_refused(int size, string token, string reason)
    {
        var request = new ListParticipantsRequest { PageSize = size, PageToken = token };

        var details = await RefusedAsync(StatusCode.InvalidArgument, () => _registry.ListParticipantsAsync(request, cancellationToken: Cancel));

        Assert.Equal(reason, details.Reason);
    }

    [Fact]
    public async Task A_participant_is_suspended_and_resumed_and_its_profile_set()
    {
        var created = await CreateAsync("Platform");

        var suspended = await UpdateAsync(new() { Id = created.Id, Status = ParticipantStatus.Suspended, RequiresFapi = true });
        var resumed = await UpdateAsync(new() { Id = created.Id, Status = ParticipantStatus.Active });

        Assert.Equal((ParticipantStatus.Suspended, true), (suspended.Status, suspended.RequiresFapi));
        Assert.Equal((ParticipantStatus.Active, true), (resumed.Status, resumed.RequiresFapi));
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, "FIELD_MISSING", "01a2134a-4373-7851-b1db-947483bdb523", 0)]
    [InlineData(StatusCode.InvalidArgument, "ENUM_VALUE_UNKNOWN", "01a2134a-4373-7851-b1db-947483bdb523", 9)]
    [InlineData(StatusCode.NotFound, "PARTICIPANT_NOT_FOUND", "01a2134a-4373-7851-b1db-947483bdb523", 2)]
    [InlineData(StatusCode.NotFound, "PARTICIPANT_NOT_FOUND", "not an id", 2)]
    public async Task A_participant_cannot_be_changed_like_this(StatusCode code, string reason, string id, int status)
    {
        var request = new UpdateParticipantRequest { Id = id, Status = (ParticipantStatus)status };

        var details = await RefusedAsync(code, () => _registry.UpdateParticipantAsync(request, cancellationToken: Cancel));

        Assert.Equal(reason, details.Reason);
    }

    [Fact]
    public async Task A_source_is_registered_with_the_defaults_of_the_contract()
    {
        var participant = await CreateAsync("Platform");

        var source = await CreateSourceAsync(participant.Id, "Kursus", OfferKind.Course, OfferKind.CourseRun);

        Assert.Equal(participant.Id, source.ParticipantId);
        Assert.Equal([OfferKind.Course, OfferKind.CourseRun], source.OfferKinds);
        Assert.Equal(168, source.LeaseHours);
        Assert.False(source.HasWithdrawalGuard);
        Assert.Equal(VerificationPolicy.AfterPublish, source.VerificationPolicy);
        Assert.Equal(VacancyProfile.General, source.VacancyProfile);
        Assert.Equal(SourceState.Active, source.State);
    }

    [Fact]
    public async Task A_name_is_given_once_within_a_participant()
    {
        var (one, other) = (await CreateAsync("One"), await CreateAsync("Other"));
        await CreateSourceAsync(one.Id, "Kafe\u0301", OfferKind.Gig);

        await CreateSourceAsync(other.Id, "Kaf\u00e9", OfferKind.Gig);
        var details = await RefusedAsync(
            StatusCode.AlreadyExists,
            () => _registry.CreateSourceAsync(Request(one.Id, "Kaf\u00e9", OfferKind.Gig), cancellationToken: Cancel));

        Assert.Equal("SOURCE_NAME_TAKEN", details.Reason);
    }

    [Fact]
    public async Task A_source_of_nobody_is_not_found()
    {
        var request = Request("01a2134a-4373-7851-b1db-947483bdb523", "Kursus", OfferKind.Course);

        var details = await RefusedAsync(StatusCode.NotFound, () => _registry.CreateSourceAsync(request, cancellationToken: Cancel));

        Assert.Equal("PARTICIPANT_NOT_FOUND", details.Reason);
    }

    [Fact]
    public async Task An_unknown_kind_of_offer_is_named_by_its_place()
    {
        var participant = await CreateAsync("Platform");
        var request = Request(participant.Id, "Kursus", OfferKind.Course, (OfferKind)77);

        var details = await RefusedAsync(StatusCode.InvalidArgument, () => _registry.CreateSourceAsync(request, cancellationToken: Cancel));

        Assert.Equal("source.offer_kinds[1]", Assert.Single(details.BadRequest!.FieldViolations).Field);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
    }

    private async Task<Participant> CreateAsync(string name)
    {
        var request = new CreateParticipantRequest { Participant = new() { LegalName = name, Kind = ParticipantKind.Platform } };
        return (await _registry.CreateParticipantAsync(request, cancellationToken: Cancel)).Participant;
    }

    private async Task<Participant> UpdateAsync(UpdateParticipantRequest request) =>
        (await _registry.UpdateParticipantAsync(request, cancellationToken: Cancel)).Participant;

    private async Task<Source> CreateSourceAsync(string participant, string name, params OfferKind[] kinds) =>
        (await _registry.CreateSourceAsync(Request(participant, name, kinds), cancellationToken: Cancel)).Source;

    private static CreateSourceRequest Request(string participant, string name, params OfferKind[] kinds) =>
        new() { Source = new() { ParticipantId = participant, Name = name, OfferKinds = { kinds } } };

    private static async Task<FailureDetails> RefusedAsync<T>(StatusCode code, Func<AsyncUnaryCall<T>> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(code, exception.StatusCode);
        return FailureDetails.Of(exception);
    }
}
