using System.CommandLine;
using System.Text.RegularExpressions;
using Hub.Auth;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Api.Commands;

/// <summary>Runs the work of a command and tells how it ended.</summary>
internal sealed partial class CommandRunner(SharedOptions shared, CommandOutput output)
{
    /// <summary>Makes the action of a command that works on the data directory, whether or not a hub is running on it.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Offline(
        Func<ParseResult, IServiceProvider, CancellationToken, Task<CommandResult>> work) =>
        Plain(async (parsed, cancel) =>
        {
            await using var hub = await OfflineHub.OpenAsync(shared.Settings(parsed), cancel);
            return await work(parsed, hub.Provider, cancel);
        });

    /// <summary>Makes the action of a command that opens what it needs itself.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Plain(Func<ParseResult, CancellationToken, Task<CommandResult>> work) =>
        async (parsed, cancel) => output.Write((await TellFailureAsync(async () => await work(parsed, cancel)))!, parsed.GetValue(shared.Json));

    /// <summary>Turns what an operator can put right into a refusal that says how; anything else is a bug and stays an exception.</summary>
    internal static async Task<CommandResult?> TellFailureAsync(Func<Task<CommandResult?>> work)
    {
        try
        {
            return await work();
        }
        catch (SettingException exception)
        {
            return Setting(exception.Message);
        }
        catch (OptionsValidationException exception)
        {
            return new CommandResult.Refused("SETTING_INVALID", null, string.Join(' ', exception.Failures), "Correct the setting; the README lists all.");
        }
        catch (SqliteException exception)
        {
            return Database(exception);
        }
        catch (DbUpdateException exception) when (exception.InnerException is SqliteException failed)
        {
            return Database(failed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CommandResult.Refused(
                "FILES_FAILED", null, exception.Message, "Give a data directory that exists or can be made, and that this user may write to.");
        }
    }

    private static CommandResult.Refused Database(SqliteException exception) => exception.SqliteErrorCode is 5 or 6
        ? new("DATABASE_BUSY", null, "Another process wrote to the database all the time.", "Try again.")
        : new("DATABASE_FAILED", null, $"The database failed: {exception.Message}", "Run hub doctor; it says what is wrong with the data directory.");

    // The first sentence is the reason, the rest the cure.
    private static CommandResult.Refused Setting(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return new(
            "SETTING_INVALID",
            SettingName().Match(message) is { Success: true } name ? name.Value : null,
            end < 0 ? message : message[..(end + 1)],
            end < 0 ? "Change the setting." : message[(end + 2)..]);
    }

    [GeneratedRegex("Hub:[A-Za-z]+(:[A-Za-z]+)*")]
    private static partial Regex SettingName();
}
