using FsCheck;
using FsCheck.Fluent;
using Hub.Data.Catalogue;
using Outcome = Hub.Data.Catalogue.Outcome;

namespace Hub.Data.Tests.Catalogue;

/// <summary>For any interleaving of two sessions the stored state ends as if the items had come ordered by revision.</summary>
public sealed class RevisionOrderTests
{
    /// <summary>What one word of a partner is: its revision decides its content, as a partner with a counter has it.</summary>
    private sealed record Word(int Revision, int Verb, int Rule);

    private static readonly Gen<Word[]> Words =
        from count in Gen.Choose(1, 6)
        from words in Gen.ArrayOf(
            from revision in Gen.Choose(1, 6)
            from verb in Gen.Frequency((4, Gen.Constant(1)), (2, Gen.Constant(2)))
            from rule in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Constant(5)), (1, Gen.Constant(6)))
            select new Word(revision, verb, rule), count)
        select words.DistinctBy(w => w.Revision).ToArray();

    [Fact]
    public void The_order_of_arrival_does_not_matter()
    {
        var property = Prop.ForAll(
            (from words in Words
             from arrival in Gen.Shuffle(words)
             from repeated in Gen.Choose(0, words.Length - 1)
             select (Words: words, Arrival: (Word[])[.. arrival, arrival[repeated]])).ToArbitrary(),
            given => Said(Play(given.Arrival)) == Said(Play([.. given.Words.OrderBy(w => w.Revision)])));

        property.QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_stored_revision_never_falls()
    {
        var property = Prop.ForAll(
            (from words in Words from arrival in Gen.Shuffle(words) select arrival).ToArbitrary(),
            arrival =>
            {
                StoredItem stored = default;
                foreach (var word in arrival)
                {
                    var next = Step(stored, word);
                    if (next.SaidRevision < stored.SaidRevision)
                        return false;
                    stored = next;
                }

                return true;
            });

        property.QuickCheckThrowOnFailure();
    }

    /// <summary>What was said last, and what is shown.</summary>
    private static (long, SaidState, UInt128) Said(StoredItem stored) =>
        (stored.SaidRevision, stored.SaidState, stored.IsShown ? stored.Hash : UInt128.Zero);

    private static StoredItem Play(IEnumerable<Word> words) => words.Aggregate(default(StoredItem), Step);

    /// <summary>What the writer stores for a decision, in memory.</summary>
    private static StoredItem Step(StoredItem stored, Word word)
    {
        var item = word.Verb == 2
            ? StoreFixture.Tombstone("a", word.Revision)
            : StoreFixture.Item("a", word.Revision, $"content {word.Revision}", word.Rule == 0 ? null : (Outcome)word.Rule);
        var (_, action) = RevisionRules.Decide(stored, item, snapshot: 0, mayWithdraw: true);
        return RevisionRules.After(stored, item, action);
    }
}
