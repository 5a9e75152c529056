using Hub.Testing;

namespace Hub.Api.Tests.Commands;

public sealed class ParticipantFapiCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_participant_is_held_to_FAPI_and_let_off()
    {
        var id = (await OfflineCommands.RunAsync(_folder.Path, 0, "participants", "add", "Balai Latihan", "--kind", "PROVIDER")).GetProperty("id").GetString()!;

        var on = await OfflineCommands.RunAsync(_folder.Path, 0, "participants", "set-fapi", id, "on");
        var off = await OfflineCommands.RunAsync(_folder.Path, 0, "participants", "set-fapi", id, "off");

        Assert.True(on.GetProperty("requires_fapi").GetBoolean());
        Assert.False(off.GetProperty("requires_fapi").GetBoolean());
        Assert.Equal("ACTIVE", off.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_is_neither_on_nor_off_is_refused() =>
        Assert.Equal(
            ("VALUE_UNKNOWN", "value"),
            await OfflineCommands.RefusalAsync(_folder.Path, "participants", "set-fapi", Guid.CreateVersion7().ToString(), "maybe"));

    [Theory]
    [InlineData("nobody")]
    [InlineData("01890000-0000-7000-8000-000000000000")]
    public async Task An_unknown_participant_is_refused(string participant)
    {
        var (reason, field) = await OfflineCommands.RefusalAsync(_folder.Path, "participants", "set-fapi", participant, "on");

        Assert.Equal(("PARTICIPANT_NOT_FOUND", "id"), (reason, field));
    }

    public void Dispose() => _folder.Dispose();
}
