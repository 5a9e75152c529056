using System.Security.Cryptography;
using Hub.Auth.Clients;
using Hub.Auth.Keys;
using Hub.Data.Clients;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Keys;

/// <summary>An operator moves from one key to the next, by starting whole hosts with other settings.</summary>
public sealed class OperatorKeysTests : IDisposable
{
    private const string Setting = OperatorKeyLoader.KeySetting;
    private const string Previous = OperatorKeyLoader.PreviousSetting;
    private const string PreviousFile = OperatorKeyLoader.PreviousFileSetting;

    private static readonly string One = Convert.ToBase64String(SHA256.HashData("one"u8));
    private static readonly string Two = Convert.ToBase64String(SHA256.HashData("two"u8));
    private static readonly string Three = Convert.ToBase64String(SHA256.HashData("three"u8));

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_made_under_an_older_key_works_while_that_is_given()
    {
        var (kid, client) = await UnderFirstKeyAsync();

        await using var hub = await StartAsync((Setting, Two), (Previous, One));

        Assert.Equal(kid, hub.Keys.Current.Signing.Key.KeyId);
        Assert.NotEmpty(await hub.TokenAsync(client));
    }

    [Fact]
    public async Task The_newest_among_the_older_ones_is_no_mistake()
    {
        await UnderFirstKeyAsync();

        await using var hub = await StartAsync((Setting, One), (Previous, $"{Two}, {One}"));

        Assert.Equal(2, hub.Provider.GetRequiredService<OperatorKeys>().All.Count);
    }

    [Fact]
    public async Task Several_older_keys_are_read_from_a_file_line_by_line()
    {
        var (kid, _) = await UnderFirstKeyAsync();
        var file = Path.Combine(_folder.Path, "older");
        await File.WriteAllTextAsync(file, $"{Two}\n{One}\n", Cancel);

        await using var hub = await StartAsync((Setting, Three), (PreviousFile, file));

        Assert.Equal(kid, hub.Keys.Current.Signing.Key.KeyId);
        Assert.Equal(3, hub.Provider.GetRequiredService<OperatorKeys>().All.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task After_a_rewrap_and_a_use_of_each_secret_the_older_key_may_go()
    {
        var (kid, client) = await UnderFirstKeyAsync();
        await using (var both = await StartAsync((Setting, Two), (Previous, One)))
        {
            Assert.Equal(1, await both.Provider.GetRequiredService<KeyAdmin>().RewrapAsync(Cancel));
            Assert.Equal(0, await both.Provider.GetRequiredService<KeyAdmin>().RewrapAsync(Cancel));
            await both.TokenAsync(client);
            await RehashedAsync(both, client);
        }

        await using var hub = await StartAsync((Setting, Two));

        Assert.Equal(kid, hub.Keys.Current.Signing.Key.KeyId);
        Assert.NotEmpty(await hub.TokenAsync(client));
    }

    [Fact]
    public async Task A_new_key_without_the_older_one_is_refused_with_the_cure()
    {
        await UnderFirstKeyAsync();

        var refusal = await Assert.ThrowsAsync<SettingException>(() => StartAsync((Setting, Two)));

        Assert.Contains(Previous, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Id(One), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_older_key_is_refused_by_its_setting()
    {
        var refusal = await Assert.ThrowsAsync<SettingException>(() => StartAsync((Setting, Two), (Previous, $"{One} nonsense")));

        Assert.StartsWith(Previous, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_keys_in_a_setting_and_a_file_are_refused()
    {
        var refusal = await Assert.ThrowsAsync<SettingException>(() => StartAsync((Setting, Two), (Previous, One), (PreviousFile, "/dev/null")));

        Assert.Contains($"{Previous} and {PreviousFile} are both set", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_older_keys_that_is_not_there_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<SettingException>(
            () => StartAsync((Setting, Two), (PreviousFile, Path.Combine(_folder.Path, "none"))));

        Assert.StartsWith(PreviousFile, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_each_version_is_needed_for_is_told()
    {
        await UnderFirstKeyAsync();
        await using (var both = await StartAsync((Setting, Two), (Previous, One)))
        {
            await both.Provider.GetRequiredService<KeyAdmin>().RewrapAsync(Cancel);
            await both.AddClientAsync();
        }

        await using var hub = await StartAsync((Setting, Two));
        var use = await hub.Provider.GetRequiredService<KeyCheck>().ListOperatorKeysAsync(Cancel);

        Assert.Equal([new(Id(Two), true, true, 1, 1), new(Id(One), false, false, 0, 1)], use);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(string Kid, NewClient Client)> UnderFirstKeyAsync()
    {
        await using var hub = await StartAsync((Setting, One));
        return (hub.Keys.Current.Signing.Key.KeyId, await hub.AddClientAsync());
    }

    private async Task<AuthHost> StartAsync(params (string, string)[] settings)
    {
        var hub = new AuthHost(_folder.Path, _clock);
        await hub.StartAsync("Production", settings);
        return hub;
    }

    // Moved aside by a worker, so the test waits for it; the test's own time limit ends a wait in vain.
    private static async Task RehashedAsync(AuthHost hub, NewClient client)
    {
        var store = hub.Provider.GetRequiredService<ClientStore>();
        while (Assert.Single((await store.FindAsync(client.ClientId, Cancel))!.Secrets).KeyId != Id(Two))
            await Task.Yield();
    }

    private static string Id(string key)
    {
        using var operatorKey = new OperatorKey(Convert.FromBase64String(key));
        return operatorKey.Id;
    }
}
