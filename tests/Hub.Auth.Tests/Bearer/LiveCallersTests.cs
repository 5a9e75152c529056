using Hub.Auth.Bearer;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Bearer;

public sealed class LiveCallersTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LiveCallers Callers => hub.Provider.GetRequiredService<LiveCallers>();

    [Fact]
    public async Task A_stream_goes_on_while_its_caller_would_be_let_in()
    {
        using var live = Callers.Follow(await CallerAsync(await hub.AddClientAsync()));

        await Callers.StepAsync(Cancel);

        Assert.Equal((false, BearerFailure.None), (live.Ended.IsCancellationRequested, live.Failure));
    }

    [Fact]
    public async Task A_revoked_token_ends_its_streams_on_every_node_and_no_others()
    {
        await using var second = new AuthHost(hub.Folder, hub.Clock);
        await second.StartAsync();
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);
        var callers = second.Provider.GetRequiredService<LiveCallers>();
        using var live = callers.Follow((await second.CheckAsync(token)).Caller!);
        using var other = callers.Follow((await second.CheckAsync(await hub.TokenAsync(client))).Caller!);

        await hub.PostAsync("/connect/revoke", client, ("token", token));
        await callers.StepAsync(Cancel);

        Assert.Equal((true, BearerFailure.Revoked), (live.Ended.IsCancellationRequested, live.Failure));
        Assert.False(other.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task A_disabled_client_has_no_streams_though_it_was_read_just_now()
    {
        var client = await hub.AddClientAsync();
        using var live = Callers.Follow(await CallerAsync(client));

        await hub.Provider.GetRequiredService<ClientStanding>().UpdateAsync(client.ClientId, ClientStatus.Disabled, null, null, Cancel);
        await Callers.StepAsync(Cancel);

        Assert.Equal((true, BearerFailure.ClientDisabled), (live.Ended.IsCancellationRequested, live.Failure));
    }

    [Fact]
    public async Task A_suspended_participant_has_no_streams()
    {
        var client = await hub.AddClientAsync();
        using var live = Callers.Follow(await CallerAsync(client));

        await using (var db = hub.Database.Open())
        {
            await db.Participants.Where(p => p.PublicId == client.ParticipantPublicId)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ParticipantStatus.Suspended), Cancel);
        }

        await Callers.StepAsync(Cancel);

        Assert.Equal((true, BearerFailure.ParticipantSuspended), (live.Ended.IsCancellationRequested, live.Failure));
    }

    private async Task<Caller> CallerAsync(NewClient client) => (await hub.CheckAsync(await hub.TokenAsync(client))).Caller!;
}
