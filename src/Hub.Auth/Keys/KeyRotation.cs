using Hub.Auth.Audit;
using Hub.Data.Clients;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Keys;

/// <summary>
/// Takes signing keys through their life: makes a successor in time, removes what is over, and reads every second what other processes on
/// the database and operators changed.
/// </summary>
internal sealed class KeyRotation(
    SigningKeyStore store, KeyRing ring, KeyPeriods periods, OperatorKey operatorKey, TimeProvider time, AuditLog audit, ILogger<KeyRotation> log)
    : BackgroundService
{
    /// <summary>How long another process may not know what one changed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly KeySchedule _schedule = new(periods);
    private bool _isFailing;

    /// <summary>Does what is due, and reads the keys.</summary>
    public async Task StepAsync(CancellationToken cancel)
    {
        await ring.ReadAsync(cancel);
        if (!_schedule.IsDue(ring.Current.Stored, Now()))
            return;

        await ChangeAsync(cancel);
        await ring.ReadAsync(cancel);
    }

    /// <summary>Makes the first key where there is none, does what is due, and reads the keys.</summary>
    /// <exception cref="SettingException">A key was stored under an operator key that is not given.</exception>
    public async Task BeginAsync(CancellationToken cancel)
    {
        if (await store.ListPublishedAsync(cancel) is [])
            await ChangeAsync(cancel);
        await StepAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await StepAsync(stoppingToken);
                _isFailing = false;
            }
            catch (Exception failure) when (failure is SqliteException or DbUpdateException)
            {
                // The keys at hand go on signing by the clock; once is enough to tell.
                if (!_isFailing)
                    log.RotationFailed(failure);
                _isFailing = true;
            }
        }
    }

    private async Task ChangeAsync(CancellationToken cancel)
    {
        List<AuditEvent> done = [];
        await store.ChangeAsync(keys => Change(keys, done), cancel);
        foreach (var entry in done)
            await audit.RecordOwnAsync(entry);
    }

    // Runs while no other process can change keys, so what is due is looked at anew.
    private SigningKey? Change(IReadOnlyList<SigningKey> keys, List<AuditEvent> done)
    {
        var now = Now();
        foreach (var key in _schedule.Over(keys, now).ToList())
        {
            Destroy(key, now);
            log.SigningKeyRemoved(key.Kid);
            done.Add(new(AuditEvents.KeyRemoved) { Subject = key.Kid });
        }

        if (_schedule.SuccessorDue(keys, now) is not { } signsFrom)
            return null;

        var made = SigningKeyFactory.Make(operatorKey, now, signsFrom);
        log.SigningKeyMade(made.Kid, signsFrom);
        done.Add(new(AuditEvents.KeyAnnounced) { Subject = made.Kid, Detail = $"signs from {signsFrom.UtcDateTime:O}" });
        return made;
    }

    // As it is stored.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Takes a key out of publication. Its private part is good for nothing then, and is not kept.</summary>
    internal static void Destroy(SigningKey key, DateTimeOffset now)
    {
        key.RemovedAt = now;
        key.WrappedPrivateKey = [];
    }
}
