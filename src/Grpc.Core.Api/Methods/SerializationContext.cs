using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serializer puts the bytes of one message. The library that sends it derives from this.</summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message as an array and ends it.</summary>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>A writer for the bytes; end with <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Announces the size before the first byte is written, so that the writer need not grow.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message that was written through <see cref="GetBufferWriter"/>.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
