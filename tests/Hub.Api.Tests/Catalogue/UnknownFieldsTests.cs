using Google.Protobuf;
using Google.Protobuf.Reflection;
using Hub.Api.Catalogue;
using Hub.Catalogue.V1;

namespace Hub.Api.Tests.Catalogue;

public sealed class UnknownFieldsTests
{
    /// <summary>Field 900, a varint, which no message of the contract has.</summary>
    private static readonly byte[] Unknown = [0xA0, 0x38, 0x01];

    [Fact]
    public void What_the_contract_does_not_name_is_dropped_from_every_message_of_an_item()
    {
        foreach (var field in Item.Descriptor.Oneofs.Single(o => o.Name == "content").Fields.Where(f => f.Name is not ("tombstone" or "touch")))
        {
            var item = new Item();
            field.Accessor.SetValue(item, Build(field.MessageType, unknown: true));
            var expected = Build(field.MessageType, unknown: false);
            Assert.NotEqual(expected.ToByteArray(), ((IMessage)field.Accessor.GetValue(item)).ToByteArray());

            UnknownFields.Drop(item);

            Assert.Equal(expected.ToByteArray(), ((IMessage)field.Accessor.GetValue(item)).ToByteArray());
        }
    }

    /// <summary>A message with every message inside it set, each carrying an unknown field or none.</summary>
    private static IMessage Build(MessageDescriptor type, bool unknown)
    {
        var message = type.Parser.ParseFrom(unknown ? Unknown : []);
        foreach (var field in type.Fields.InDeclarationOrder().Where(f => f.FieldType == FieldType.Message && !f.IsMap))
        {
            if (field.IsRepeated)
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(Build(field.MessageType, unknown));
            else
                field.Accessor.SetValue(message, Build(field.MessageType, unknown));
        }

        return message;
    }
}
