using System.Diagnostics;
using System.Globalization;
using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Areas;
using Hub.Data.Catalogue;
using Hub.Data.Followers;
using Hub.Data.Ingest;
using Hub.Data.Participants;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;
using VacancyProfile = Hub.Data.Participants.VacancyProfile;

namespace Hub.Benchmarks.Read;

/// <summary>
/// Fills a hub's database with courses, runs and gigs of forty partners over 200 days, all from a seed, through the hub's own rules and
/// its own writer. A database that is complete already is taken as it is.
/// </summary>
internal sealed class CatalogueData(ReadOptions options)
{
    public const int Partners = 40;
    private const int GigsPerGroup = 1_000;
    private const int Days = 200;
    private readonly ManualClock _clock = new();
    private long[] _sources = [];
    private string[] _regencies = [];
    private RuleContext _rules = null!;

    public async Task EnsureAsync()
    {
        var marker = Path.Combine(options.DataFolder, "complete");
        if (File.Exists(marker))
            return;
        if (Directory.Exists(options.DataFolder))
            Directory.Delete(options.DataFolder, recursive: true);
        var started = Stopwatch.GetTimestamp();
        var database = new HubDatabase(options.DataFolder);
        await database.MigrateAsync(CancellationToken.None);
        await PrepareAsync(database);
        await using (var writer = new IngestWriter(database, new() { AutoCheckpointPages = 100_000 }, _clock))
        {
            await WriteAsync(new OfferStore(writer, (_, _) => throw new NotSupportedException("No snapshot is taken here."), new()));
            using var followers = new FollowerRunner(writer, new(), _clock);
            if (!await followers.CatchUpAsync(CancellationToken.None))
                throw new InvalidOperationException("A follower failed.");
        }

        await using (var db = database.Open())
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(marker, "");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"database generated in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
    }

    private async Task PrepareAsync(HubDatabase database)
    {
        await using var db = database.Open();
        for (var i = 0; i < Partners; i++)
        {
            var participant = new Participant
            {
                PublicId = Guid.CreateVersion7(),
                LegalName = string.Create(CultureInfo.InvariantCulture, $"PT Mitra Karya {i + 1}"),
                Kind = i % 4 == 0 ? ParticipantKind.Provider : ParticipantKind.Platform,
                CreatedAt = _clock.GetUtcNow(),
            };
            db.Add(participant);
            await db.SaveChangesAsync();
            db.Add(new Hub.Data.Participants.Source
            {
                PublicId = Guid.CreateVersion7(), ParticipantId = participant.Id, Name = "katalog", CreatedAt = _clock.GetUtcNow(),
                OfferKinds = OfferKinds.Course | OfferKinds.CourseRun | OfferKinds.Gig,
            });
        }

        await db.SaveChangesAsync();
        _sources = await db.Sources.OrderBy(s => s.Id).Select(s => s.Id).ToArrayAsync();
        _regencies = await db.Areas.Where(a => a.Level == AreaLevel.Regency).OrderBy(a => a.Code).Select(a => a.Code).ToArrayAsync();
        _rules = new(OfferKinds.Course | OfferKinds.CourseRun | OfferKinds.Gig, VacancyProfile.General, await AreaList.ReadAsync(db, CancellationToken.None));
    }

    private async Task WriteAsync(OfferStore store)
    {
        var step = TimeSpan.FromDays(Days) / (Math.Max(options.Gigs, options.Courses) / GigsPerGroup + 1);
        foreach (var (source, items) in Groups())
        {
            // Each group is a moment of its own, so that days fill evenly.
            _clock.Advance(step);
            var session = await store.OpenAsync(new(source, Hub.Data.Catalogue.SyncMode.Delta, null), CancellationToken.None);
            var writes = items.Select((item, i) => OfferRules.Check(item, i + 1, _rules).Write).ToList();
            var result = await await store.EnqueueAsync(session.Session!.Id, 1, writes, CancellationToken.None);
            if (result.Decisions.FirstOrDefault(d => d.Outcome != Hub.Data.Catalogue.Outcome.Applied) is { Outcome: not 0 } refused)
                throw new InvalidOperationException($"A generated item was not applied: {refused}.");
            await store.CompleteAsync(session.Session.Id, CancellationToken.None);
        }
    }

    /// <summary>Kinds and partners mixed over the days, one partner a group.</summary>
    private IEnumerable<(long Source, List<Item> Items)> Groups()
    {
        var (course, gig, group) = (0, 0, 0);
        while (course < options.Courses || gig < options.Gigs)
        {
            var source = _sources[group++ % _sources.Length];
            var items = new List<Item>();
            for (var i = 0; i < GigsPerGroup && gig < options.Gigs; i++)
                items.Add(Gig(gig++));
            for (var i = 0; i < Math.Max(1, (long)GigsPerGroup * options.Courses / Math.Max(1, options.Gigs)) && course < options.Courses; i++)
                items.AddRange(CourseWithRuns(course++));
            yield return (source, items);
        }
    }

    private Item Gig(int number)
    {
        var random = new Random(number);
        var pay = 50_000 + (random.Next(1, 200) * 1_000);
        return new()
        {
            ExternalId = Key("g", number),
            Revision = 1,
            Gig = new()
            {
                Title = CatalogueText.Title(random),
                Description = CatalogueText.Text(random, 40),
                Language = "id",
                AreaCodes = { Regency(random) },
                Sector = (Sector)random.Next(1, 7),
                Openings = random.Next(1, 9),
                PayUnit = (Hub.Catalogue.V1.PayUnit)random.Next(1, 5),
                PayMinIdr = pay,
                PayMaxIdr = pay * 2,
            },
        };
    }

    private IEnumerable<Item> CourseWithRuns(int number)
    {
        var random = new Random(-number - 1);
        var provider = random.Next(147);
        yield return new()
        {
            ExternalId = Key("c", number),
            Revision = 1,
            Course = new()
            {
                Title = CatalogueText.Title(random),
                Description = CatalogueText.Text(random, 40),
                Language = "id",
                AreaCodes = { Regency(random) },
                Sector = (Sector)random.Next(1, 7),
                CourseCode = Key("K", number),
                ProviderCode = string.Create(CultureInfo.InvariantCulture, $"LPK-{provider:000}"),
                ProviderName = string.Create(CultureInfo.InvariantCulture, $"Lembaga Pelatihan {provider + 1}"),
                Mode = (Hub.Catalogue.V1.DeliveryMode)random.Next(1, 5),
                Hours = random.Next(8, 200),
                PriceIdr = random.Next(0, 40) * 50_000,
            },
        };
        for (var run = random.Next(0, 7); run > 0; run--)
        {
            var start = _clock.GetUtcNow().AddDays(random.Next(10, 200));
            yield return new()
            {
                ExternalId = string.Create(CultureInfo.InvariantCulture, $"{Key("r", number)}-{run}"),
                Revision = 1,
                CourseRun = new()
                {
                    CourseExternalId = Key("c", number),
                    Title = "Angkatan " + run.ToString(CultureInfo.InvariantCulture),
                    AreaCodes = { Regency(random) },
                    StartsAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(start),
                    EndsAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(start.AddDays(random.Next(2, 30))),
                    Capacity = random.Next(10, 60),
                    Venue = new() { Name = "Balai Latihan Kerja" },
                },
            };
        }
    }

    private string Regency(Random random)
    {
        var place = random.NextDouble();
        return _regencies[(int)(place * place * _regencies.Length)];
    }

    /// <summary>Keys of partners are no sequence, so neighbours in time are not neighbours in the index.</summary>
    private static string Key(string prefix, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{(number * 2_654_435_761L) % 4_294_967_296L:x8}-{number}");
}
