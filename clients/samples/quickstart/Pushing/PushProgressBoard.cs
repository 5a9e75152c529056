using Hub.Samples.Quickstart.Showing;
using PartnerSync;
using Spectre.Console;

namespace Hub.Samples.Quickstart.Pushing;

/// <summary>Shows how far every push is: moving bars on a terminal, else a line whenever the hub has acknowledged something.</summary>
internal static class PushProgressBoard
{
    /// <summary>Runs the work, which tells its progress through the given function by the name of a catalogue.</summary>
    public static async Task ShowAsync(
        Screen screen, IReadOnlyDictionary<string, int> totals, Func<Action<string, PushProgress>, Task> work)
    {
        if (!screen.IsLive)
        {
            await work((name, progress) => screen.Done($"{name}: {progress.DurableThrough} of {totals[name]} on disk, {Counts(progress)}"));
            return;
        }

        await screen.Console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bars = totals.ToDictionary(total => total.Key, total => context.AddTask(Markup.Escape(total.Key), maxValue: total.Value));
                await work((name, progress) =>
                {
                    bars[name].Value = progress.DurableThrough;
                    bars[name].Description = Markup.Escape($"{name}: {progress.DurableThrough} on disk, {Counts(progress)}");
                });
            });
    }

    private static string Counts(PushProgress progress)
    {
        var counts = progress.Counts;
        (string Name, long Count)[] told =
        [
            ("applied", counts.Applied), ("unchanged", counts.Unchanged), ("rejected", counts.Rejected), ("quarantined", counts.Quarantined),
            ("held", counts.Held), ("stale", counts.Stale), ("in conflict", counts.RevisionConflict),
        ];
        var text = string.Join(", ", told.Where(entry => entry.Count > 0).Select(entry => $"{entry.Count} {entry.Name}"));
        return text is "" ? "nothing decided yet" : text;
    }
}
