using System.Security.Cryptography;
using System.Text;
using Hub.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Keys;

/// <summary>Finds the operator's key and its older versions in the settings; in Development it makes one where there is none.</summary>
internal sealed class OperatorKeyLoader(
    IConfiguration configuration, IHostEnvironment environment, HubDatabase database, ILogger<OperatorKeyLoader> log)
{
    public const string KeySetting = "Hub:Auth:KeyEncryptionKey";
    public const string FileSetting = "Hub:Auth:KeyEncryptionKeyFile";
    public const string PreviousSetting = "Hub:Auth:PreviousKeyEncryptionKey";
    public const string PreviousFileSetting = "Hub:Auth:PreviousKeyEncryptionKeyFile";
    public const string DevelopmentFile = "operator.key";

    private const string HowToMake = "Make a key with: openssl rand -base64 32";

    // Base64 holds neither.
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    /// <exception cref="SettingException">No key, or none that may be used.</exception>
    public OperatorKeys Load()
    {
        var newest = LoadNewest();
        List<OperatorKey> previous = [];
        foreach (var (text, setting) in PreviousTexts())
        {
            // The newest among the older ones is one key given twice, as it is while nodes are moved to it one by one.
            var key = Parse(text, setting);
            if (key.Id != newest.Id && !previous.Exists(known => known.Id == key.Id))
                previous.Add(key);
        }

        return new(newest, previous);
    }

    private OperatorKey LoadNewest()
    {
        var (text, file) = Read(KeySetting, FileSetting);
        return (text, file) switch
        {
            ({ Length: > 0 }, _) => Parse(text, KeySetting),
            (_, { Length: > 0 }) => Parse(ReadFile(file, FileSetting), $"{FileSetting} ({file})"),
            _ when environment.IsDevelopment() => LoadDevelopmentKey(),
            _ => throw new SettingException(
                $"{KeySetting} (or {FileSetting}) is not set. It protects signing keys and client secrets. {HowToMake}"),
        };
    }

    private IEnumerable<(string Text, string Setting)> PreviousTexts()
    {
        var (text, file) = Read(PreviousSetting, PreviousFileSetting);
        var (keys, setting) = file is { Length: > 0 }
            ? (ReadFile(file, PreviousFileSetting), $"{PreviousFileSetting} ({file})")
            : (text ?? "", PreviousSetting);
        return keys.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(key => (key, setting));
    }

    private (string? Text, string? File) Read(string textSetting, string fileSetting)
    {
        var (text, file) = (configuration[textSetting], configuration[fileSetting]);
        return text is { Length: > 0 } && file is { Length: > 0 }
            ? throw new SettingException($"{textSetting} and {fileSetting} are both set. Set one of them.")
            : (text, file);
    }

    private static OperatorKey Parse(string text, string setting)
    {
        var key = new byte[OperatorKey.Length];
        if (!Convert.TryFromBase64String(text.Trim(), key, out var length) || length != OperatorKey.Length)
            throw new SettingException($"{setting} is not {OperatorKey.Length} bytes in base64. {HowToMake}");

        // Chance makes fewer than 16 different bytes, or only printable ones, about once in 10^13 keys.
        if (key.Distinct().Count() < 16 || Array.TrueForAll(key, b => b is >= 0x20 and < 0x7F))
            throw new SettingException($"{setting} is not a key made by chance, so it could be guessed. {HowToMake}");

        var loaded = new OperatorKey(key);
        CryptographicOperations.ZeroMemory(key);
        return loaded;
    }

    private string ReadFile(string path, string setting)
    {
        try
        {
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != 0)
                log.KeyFileReadableByOthers(path);
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{setting} names {path}, which cannot be read: {failure.Message} {HowToMake}", failure);
        }
    }

    private OperatorKey LoadDevelopmentKey()
    {
        var path = Path.Combine(database.DataDirectory, DevelopmentFile);
        if (!File.Exists(path))
            MakeDevelopmentKey(path);
        return Parse(ReadFile(path, FileSetting), path);
    }

    private void MakeDevelopmentKey(string path)
    {
        Directory.CreateDirectory(database.DataDirectory);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Written aside and moved, so that a second process never reads half a key; on disk before that, or a power cut leaves the name alone
        // and everything that was encrypted under the key lost.
        var aside = $"{path}.{Guid.CreateVersion7():N}";
        using (var file = new FileStream(aside, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(OperatorKey.Length)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, path, overwrite: false);
            log.DevelopmentKeyMade(path, KeySetting);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster: its key is the one to use.
            File.Delete(aside);
        }
    }
}
