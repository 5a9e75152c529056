using System.Net;
using Hub.Api.Hosting;
using Hub.Testing;

namespace Hub.Api.Tests.Hosting;

public sealed class AddressBookTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void An_address_has_only_so_many_connections_and_another_has_its_own()
    {
        var book = new AddressBook(2, _clock);

        var answers = new[] { book.Enter(At("10.0.0.1")), book.Enter(At("::ffff:10.0.0.1")), book.Enter(At("10.0.0.1")), book.Enter(At("10.0.0.2")) };
        book.Leave(At("10.0.0.1"));
        var afterOneLeft = book.Enter(At("10.0.0.1"));

        Assert.Equal([Admission.In, Admission.In, Admission.TooMany, Admission.In], answers);
        Assert.Equal(Admission.In, afterOneLeft);
    }

    [Fact]
    public void Addresses_of_one_ipv6_network_of_64_bits_count_as_one()
    {
        var book = new AddressBook(1, _clock);

        Assert.Equal(Admission.In, book.Enter(At("2001:db8:0:1::1")));
        Assert.Equal(Admission.TooMany, book.Enter(At("2001:db8:0:1:ffff::2")));
        Assert.Equal(Admission.In, book.Enter(At("2001:db8:0:2::1")));
    }

    [Fact]
    public void Who_is_cut_again_and_again_is_kept_out_for_a_while()
    {
        var book = new AddressBook(10, _clock);
        for (var i = 0; i < AddressBook.Patience; i++)
        {
            Assert.Equal(Admission.In, book.Enter(At("10.0.0.1")));
            book.Cut(At("10.0.0.1"));
            book.Leave(At("10.0.0.1"));
        }

        var (sameAddress, another) = (book.Enter(At("10.0.0.1")), book.Enter(At("10.0.0.2")));
        _clock.Advance(AddressBook.Memory);
        var later = book.Enter(At("10.0.0.1"));

        Assert.Equal((Admission.KeptOut, Admission.In, Admission.In), (sameAddress, another, later));
    }

    [Fact]
    public void A_single_cut_keeps_nobody_out_and_is_forgotten()
    {
        var book = new AddressBook(10, _clock);
        for (var i = 0; i < 3 * AddressBook.Patience; i++)
        {
            Assert.Equal(Admission.In, book.Enter(At("10.0.0.1")));
            book.Cut(At("10.0.0.1"));
            book.Leave(At("10.0.0.1"));
            _clock.Advance(AddressBook.Memory);
        }

        book.Enter(At("10.0.0.2"));

        Assert.Equal(1, book.Count);
    }

    [Fact]
    public void Nothing_is_remembered_of_those_who_left()
    {
        var book = new AddressBook(10, _clock);
        for (var i = 0; i < 1_000; i++)
        {
            var from = new IPEndPoint(new IPAddress(i), 1);
            book.Enter(from);
            book.Leave(from);
        }

        Assert.Equal(0, book.Count);
    }

    private static IPEndPoint At(string address) => new(IPAddress.Parse(address), 40_000);
}
