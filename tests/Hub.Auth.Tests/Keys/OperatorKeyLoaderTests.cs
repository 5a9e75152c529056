using System.Security.Cryptography;
using Hub.Auth.Keys;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Keys;

/// <summary>Starts whole hosts, as an operator does.</summary>
public sealed class OperatorKeyLoaderTests : IDisposable
{
    private const string Setting = "Hub:Auth:KeyEncryptionKey";
    private const string FileSetting = "Hub:Auth:KeyEncryptionKeyFile";

    private static readonly string Good = Convert.ToBase64String(SHA256.HashData("one"u8));
    private static readonly string Other = Convert.ToBase64String(SHA256.HashData("two"u8));

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> BadKeys() => new()
    {
        { "not base64", "a key of mine" },
        { "too short", Convert.ToBase64String(new byte[16]) },
        { "too long", Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)) },
        { "all zero", Convert.ToBase64String(new byte[32]) },
        { "all the same", Convert.ToBase64String([.. Enumerable.Repeat((byte)0xA5, 32)]) },
        { "two values", Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)(i % 2))]) },
        { "words", Convert.ToBase64String("change-me-change-me-please-2026!"u8) },
    };

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task A_bad_key_is_refused_in_every_environment(string what, string key)
    {
        foreach (var environment in new[] { "Production", "Development" })
        {
            var refusal = await RefusalAsync(environment, (Setting, key));

            Assert.Contains(Setting, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("openssl rand -base64 32", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(key, refusal.Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_development_a_key_must_be_given(string environment)
    {
        var refusal = await RefusalAsync(environment);

        Assert.Contains(Setting, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(DevelopmentKey));
    }

    [Fact]
    public async Task Two_settings_for_one_key_are_refused()
    {
        var refusal = await RefusalAsync("Production", (Setting, Good), (FileSetting, "/dev/null"));

        Assert.Contains(FileSetting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
    {
        var refusal = await RefusalAsync("Development", (FileSetting, Path.Combine(_folder.Path, "none")));

        Assert.Contains(FileSetting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_read_from_a_file_or_a_setting_alike()
    {
        var file = Path.Combine(_folder.Path, "key");
        await File.WriteAllTextAsync(file, Good + "\n", TestContext.Current.CancellationToken);

        await using var fromFile = new AuthHost(_folder.Path, new());
        await fromFile.StartAsync("Production", (FileSetting, file));
        await using var fromSetting = new AuthHost(_folder.Path, new());
        await fromSetting.StartAsync("Production", (Setting, Good));

        Assert.Equal(fromFile.Keys.Current.Signing.Key.KeyId, fromSetting.Keys.Current.Signing.Key.KeyId);
    }

    [Fact]
    public async Task Development_makes_a_key_that_only_its_owner_reads_and_keeps_it()
    {
        await using var first = new AuthHost(_folder.Path, new());
        await first.StartAsync();
        await using var second = new AuthHost(_folder.Path, new());
        await second.StartAsync();

        Assert.Equal(
            first.Provider.GetRequiredService<OperatorKey>().Id, second.Provider.GetRequiredService<OperatorKey>().Id);
        Assert.Equal([DevelopmentKey], Directory.GetFiles(_folder.Path, "operator.key*"));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(DevelopmentKey) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task Another_key_than_the_one_used_before_is_refused()
    {
        await using (var first = new AuthHost(_folder.Path, new()))
            await first.StartAsync("Production", (Setting, Good));

        var refusal = await RefusalAsync("Production", (Setting, Other));

        Assert.Contains(Setting, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Give the key that was used before", refusal.Message, StringComparison.Ordinal);
        await using var again = new AuthHost(_folder.Path, new());
        await again.StartAsync("Production", (Setting, Good));
    }

    public void Dispose() => _folder.Dispose();

    private string DevelopmentKey => Path.Combine(_folder.Path, "operator.key");

    private async Task<SettingException> RefusalAsync(string environment, params (string, string)[] settings)
    {
        await using var host = new AuthHost(_folder.Path, new());
        return await Assert.ThrowsAsync<SettingException>(() => host.StartAsync(environment, settings).AsTask());
    }
}
