using Hub.Catalogue.V1;
using PartnerSync;

namespace Hub.Conformance.PartnerSync;

public sealed class UploadTests
{
    [Fact]
    public void Items_are_numbered_and_parted_into_messages()
    {
        using var upload = new Upload(Items(5), 2);

        var messages = All(upload);

        Assert.Equal([1, 3, 5], messages.Select(message => message.FirstSequence));
        Assert.Equal([2, 2, 1], messages.Select(message => message.Items_.Count));
        Assert.Equal(5, upload.Read);
    }

    [Fact]
    public void What_was_not_acknowledged_is_sent_again_and_the_source_is_read_once()
    {
        var read = 0;
        using var upload = new Upload(Items(6).Select(item => { read++; return item; }), 2);
        upload.Next();
        upload.Next();
        upload.Acknowledge(2);

        upload.ResumeAfter(2);
        var again = All(upload);

        Assert.Equal([3, 5], again.Select(message => message.FirstSequence));
        Assert.Equal(6, read);
    }

    [Fact]
    public void A_message_that_is_on_disk_in_part_is_sent_whole()
    {
        using var upload = new Upload(Items(4), 4);
        upload.Next();
        upload.Acknowledge(3);

        upload.ResumeAfter(3);

        Assert.Equal(1, upload.Next()!.FirstSequence);
    }

    [Fact]
    public void A_later_run_skips_what_an_earlier_one_delivered_and_still_counts_it()
    {
        using var upload = new Upload(Items(5), 2);

        upload.ResumeAfter(3);
        var rest = All(upload);

        Assert.Equal([4], rest.Select(message => message.FirstSequence));
        Assert.Equal(5, upload.DistinctItems);
    }

    [Fact]
    public void A_hub_that_forgot_or_knows_more_than_there_is_is_not_believed()
    {
        using var forgotten = new Upload(Items(4), 2);
        forgotten.Next();
        forgotten.Acknowledge(2);
        using var other = new Upload(Items(4), 2);

        Assert.Throws<InvalidDataException>(() => forgotten.ResumeAfter(0));
        Assert.Throws<InvalidDataException>(() => other.ResumeAfter(5));
    }

    [Fact]
    public void Different_items_are_counted_and_each_that_the_hub_cannot_file()
    {
        Item[] items =
        [
            Course("a", 1), Course("a", 2), Course("b", 1), Course("", 1), Course("c", 0), new() { ExternalId = "d", Revision = 1 },
            Course(new('é', 129), 1),
        ];
        using var upload = new Upload(items, 100);

        All(upload);

        Assert.Equal(2 + 4, upload.DistinctItems);
    }

    [Fact]
    public void With_epochs_items_bring_no_revision_and_a_numbering_may_begin_later()
    {
        using var upload = new Upload([Course("a", 0), Course("a", 0), Course("b", 1)], 100, RevisionPolicy.Epoch, after: 7);

        var message = upload.Next()!;

        Assert.Equal((8, 10), (message.FirstSequence, upload.Read));
        Assert.Equal(2, upload.DistinctItems);
    }

    private static IEnumerable<Item> Items(int count) => Enumerable.Range(1, count).Select(i => Course($"{i}", 1));

    private static Item Course(string id, long revision) => new() { ExternalId = id, Revision = revision, Course = new() { Title = "Las" } };

    private static List<Items> All(Upload upload)
    {
        var all = new List<Items>();
        while (upload.Next() is { } message)
            all.Add(message);
        return all;
    }
}
