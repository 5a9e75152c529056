using System.Buffers;

namespace Grpc.Core.Api.Tests.Methods;

public sealed class MarshallerTests
{
    [Fact]
    public void Strings_are_utf_8()
    {
        var marshaller = Marshallers.StringMarshaller;

        var bytes = marshaller.Serializer("harga “murah”");

        Assert.Equal("harga “murah”"u8.ToArray(), bytes);
        Assert.Equal("harga “murah”", marshaller.Deserializer(bytes));
    }

    [Fact]
    public void One_made_over_arrays_serves_buffers()
    {
        var marshaller = Marshallers.Create(BitConverter.GetBytes, bytes => BitConverter.ToInt32(bytes));
        var sink = new Sink();

        marshaller.ContextualSerializer(42, sink);
        var back = marshaller.ContextualDeserializer(new Source(sink.Payload!));

        Assert.Equal(42, back);
    }

    [Fact]
    public void One_that_needs_both_halves_refuses_less()
    {
        Assert.Throws<ArgumentNullException>(() => Marshallers.Create<string>(null!, bytes => ""));
        Assert.Throws<ArgumentNullException>(() => Marshallers.Create<string>(text => [], null!));
        Assert.Throws<ArgumentNullException>(() => Marshallers.Create((Action<string, SerializationContext>)null!, context => ""));
    }

    [Fact]
    public void A_method_knows_its_path()
    {
        var text = Marshallers.StringMarshaller;

        var method = new Method<string, string>(MethodType.DuplexStreaming, "a.b.Service", "Call", text, text);

        Assert.Equal("/a.b.Service/Call", method.FullName);
        Assert.Equal("a.b.Service", method.ServiceName);
        Assert.Equal("Call", method.Name);
        Assert.Equal(MethodType.DuplexStreaming, method.Type);
    }

    private sealed class Sink : SerializationContext
    {
        public byte[]? Payload { get; private set; }

        public override void Complete(byte[] payload) => Payload = payload;
    }

    private sealed class Source(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
    }
}
