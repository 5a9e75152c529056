using System.Diagnostics;
using System.Text;
using Grpc.Net.Compression;

namespace Grpc.Core.Api.Tests;

/// <summary>What holds for our contract assemblies and not for the originals.</summary>
public sealed class OursAloneTests
{
    [Theory]
    [InlineData(typeof(Status))]
    [InlineData(typeof(ICompressionProvider))]
    public void Where_both_meet_the_original_wins(Type type)
    {
        var file = FileVersionInfo.GetVersionInfo(type.Assembly.Location);

        Assert.True(new Version(file.FileVersion!) < new Version(2, 0), file.FileVersion);
    }

    [Fact]
    public void A_marshaller_made_over_buffers_serves_arrays()
    {
        var written = Marshallers.Create<string>(
            (text, context) =>
            {
                context.SetPayloadLength(text.Length);
                Encoding.ASCII.GetBytes(text, context.GetBufferWriter());
                context.Complete();
            },
            context => Encoding.ASCII.GetString(context.PayloadAsReadOnlySequence()));
        var whole = Marshallers.Create<string>(
            (text, context) => context.Complete(Encoding.ASCII.GetBytes(text)),
            context => Encoding.ASCII.GetString(context.PayloadAsNewBuffer(), 0, context.PayloadLength));

        Assert.Equal("halo", whole.Deserializer(written.Serializer("halo")));
        Assert.Equal("halo", written.Deserializer(whole.Serializer("halo")));
    }

    [Fact]
    public void A_serializer_that_never_completes_is_an_error()
    {
        var marshaller = Marshallers.Create<string>((_, _) => { }, _ => "");

        Assert.Throws<InvalidOperationException>(() => marshaller.Serializer("halo"));
    }

    [Fact]
    public void An_empty_key_is_refused() => Assert.Throws<ArgumentException>(() => new Metadata.Entry("", "value"));

    [Fact]
    public void Bytes_are_shown_in_base_64() =>
        Assert.Equal("[Entry: key=x-bin, valueBytes=AQI=]", new Metadata.Entry("x-bin", [1, 2]).ToString());

    [Fact]
    public void A_mock_cannot_be_copied() => Assert.Throws<InvalidOperationException>(() => new Mock().WithHost("jawa.example"));

    private sealed class Mock : TrialService.TrialServiceClient;
}
