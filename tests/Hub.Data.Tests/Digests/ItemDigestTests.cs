using System.Security.Cryptography;
using System.Text;
using Hub.Data.Catalogue;
using Hub.Data.Digests;

namespace Hub.Data.Tests.Digests;

public sealed class ItemDigestTests
{
    [Theory]
    [InlineData("a", 1, SaidState.Live)]
    [InlineData("kursus/barista-01", 1_700_000_000_000, SaidState.Live)]
    [InlineData("kursus/barista-01", 1_700_000_000_001, SaidState.Tombstone)]
    [InlineData("pelatihan é 😀", long.MaxValue, SaidState.Live)]
    public void A_digest_is_what_the_contract_says(string id, long revision, SaidState state)
    {
        var key = Encoding.UTF8.GetBytes(id);
        byte[] bytes =
        [
            0, 0, (byte)(key.Length >> 8), (byte)key.Length, .. key,
            .. BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(revision)), state == SaidState.Tombstone ? (byte)2 : (byte)1,
        ];
        var place = SHA256.HashData(key);

        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)[..16]), ItemDigest.Of(id, revision, state).ToString("X32", null));
        Assert.Equal((place[0] * 256) + place[1], ItemDigest.LeafOf(id));
    }

    [Fact]
    public void What_was_left_out_adds_nothing() => Assert.Equal(UInt128.Zero, ItemDigest.Of("a", 7, SaidState.Absent));

    [Fact]
    public void An_empty_source_has_the_digest_of_zeros() =>
        Assert.Equal(SHA256.HashData(new byte[4096]), ItemDigest.OfSource(SumsOracle.Of([]).Nodes));
}
