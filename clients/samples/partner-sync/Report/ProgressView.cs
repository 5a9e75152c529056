using System.Globalization;
using Hub.Catalogue.V1;
using Spectre.Console;

namespace PartnerSync;

/// <summary>Shows a push as it runs, and collects the verdicts.</summary>
internal sealed class ProgressView(ProgressTask bar, Action<string, long> opened) : PushListener
{
    private readonly List<Verdict> _verdicts = [];

    /// <summary>Verdicts that came in on the stream.</summary>
    public IReadOnlyList<Verdict> Verdicts => _verdicts;

    /// <summary>Runs a push under a live bar.</summary>
    public static async Task<(PushResult Result, IReadOnlyList<Verdict> Verdicts)> RunAsync(
        IAnsiConsole console, long total, Action<string, long> opened, Func<PushListener, Task<PushResult>> push)
    {
        return await console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var view = new ProgressView(context.AddTask("connecting", maxValue: Math.Max(1, total)), opened);
                var result = await push(view);
                return (result, view.Verdicts);
            });
    }

    public override void OnOpened(string sessionId, long resumeAfter) => opened(sessionId, resumeAfter);

    public override void OnWanted(long items) => bar.MaxValue = Math.Max(1, items);

    public override void OnProgress(in PushProgress progress)
    {
        bar.Value = progress.DurableThrough;
        var counts = progress.Counts;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.DurableThrough:N0} on disk, {counts.Applied:N0} applied, {counts.Unchanged:N0} unchanged, {counts.Rejected:N0} rejected");
    }

    public override void OnVerdict(Verdict verdict) => _verdicts.Add(verdict);

    public override void OnWaiting(TimeSpan delay, string why) =>
        bar.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"again in {delay.TotalSeconds:0.0} s: {why}"));
}
