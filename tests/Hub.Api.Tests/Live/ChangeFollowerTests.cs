using Hub.Api.Live;
using Hub.Data.Catalogue;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Live;

public sealed class ChangeFollowerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_that_runs_over_gives_what_it_holds_and_ends()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);
        var tail = hub.Services.GetRequiredService<ChangeTail>();
        using var follower = new ChangeFollower(0, mostBehind: 3, tail);

        follower.Offer([Change(1), Change(2)]);
        follower.Offer([Change(3), Change(4), Change(5)]);
        follower.Offer([Change(6)]);

        var positions = new List<long>();
        await foreach (var change in follower.Changes.ReadAllAsync(Cancel))
            positions.Add(change.Position);
        Assert.Equal([1, 2, 3], positions);
    }

    [Fact]
    public async Task A_trusted_document_that_does_not_fit_stops_the_start()
    {
        using var folder = new Hub.Testing.TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "board.graphql"), "{ gigs { nodes { colour } } }", Cancel);

        var refused = await Assert.ThrowsAsync<Hub.Auth.SettingException>(
            () => RunningHub.StartAsync(Cancel, $"--Hub:GraphQL:TrustedDocuments={folder.Path}"));

        Assert.Contains("board.graphql", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"colour\" on type \"Gig\"", refused.Message, StringComparison.Ordinal);
    }

    private static LoggedChange Change(long position) => new()
    {
        Position = position,
        OfferId = 1,
        OfferPublicId = Guid.Empty,
        SourceId = 1,
        Kind = ChangeKind.Changed,
        OfferKind = OfferKind.Gig,
        Revision = position,
        CommittedAt = DateTimeOffset.UnixEpoch,
    };
}
