using System.CommandLine;
using System.Globalization;
using Hub.Catalogue.V1;
using Hub.Registry.V1;
using Spectre.Console;

namespace PartnerSync;

/// <summary><c>partner-sync status</c>: shows the sources of the client's participant, or one session.</summary>
internal sealed class StatusCommand(IAnsiConsole console, TimeProvider time)
{
    private readonly HubOptions _hub = new();
    private readonly Option<string?> _session = new("--session") { Description = "Shows this session; without it, the sources." };

    public Command Create()
    {
        var command = new Command("status", "Shows your sources, or one session.") { _session };
        _hub.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        using var hub = new HubConnection(_hub.Read(parsed), time);
        if (parsed.GetValue(_session) is { } session)
            await ShowSessionAsync(hub, session, cancel);
        else
            await ShowSourcesAsync(hub, cancel);
        return ExitCodes.Done;
    }

    private async Task ShowSourcesAsync(HubConnection hub, CancellationToken cancel)
    {
        var table = new Table().AddColumns("source", "name", "holds", "state", "live", "last sync");
        var page = new ListSourcesRequest { PageSize = 500 };
        do
        {
            var answer = await hub.Client.ListSourcesAsync(page, await hub.Token.HeadersAsync(cancel), cancellationToken: cancel);
            foreach (var source in answer.Sources)
                AddRow(table, source);
            page.PageToken = answer.NextPageToken;
        }
        while (page.PageToken.Length > 0);

        console.Write(table);
    }

    private static void AddRow(Table table, Source source) => table.AddRow(
        new Text(source.Id),
        new Text(source.Name),
        new Text(string.Join(", ", source.OfferKinds.Select(Names.Of))),
        new Text(Names.Of(source.State)),
        new Text(source.LiveOffers.ToString("N0", CultureInfo.InvariantCulture)),
        new Text(source.LastSyncAt?.ToDateTime().ToString("u", CultureInfo.InvariantCulture) ?? "never"));

    private async Task ShowSessionAsync(HubConnection hub, string id, CancellationToken cancel)
    {
        var answer = await hub.Client.GetSessionAsync(new() { SessionId = id }, await hub.Token.HeadersAsync(cancel), cancellationToken: cancel);
        var session = answer.Session;
        var counts = session.Counts ?? new();
        console.MarkupLineInterpolated($"Session {session.Id} of source {session.Source}: {Names.Of(session.Mode)}, {Names.Of(session.State)}");
        console.MarkupLineInterpolated($"  on disk through item {session.DurableThrough}, {session.Held} withdrawals held");
        console.MarkupLineInterpolated($"  applied {counts.Applied}, unchanged {counts.Unchanged}, stale {counts.Stale}, quarantined {counts.Quarantined}");
        console.MarkupLineInterpolated($"  rejected {counts.Rejected}, revision conflicts {counts.RevisionConflict}");
    }
}
