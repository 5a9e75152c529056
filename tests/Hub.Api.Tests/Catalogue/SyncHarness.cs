using System.Collections.Concurrent;
using Grpc.Core;
using Hub.Api.Catalogue;
using Hub.Auth;
using Hub.Auth.Bearer;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Hub.Data.Clients;
using Hub.Data.Digests;
using Hub.Data.Participants;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SyncMode = Hub.Catalogue.V1.SyncMode;

namespace Hub.Api.Tests.Catalogue;

/// <summary>Sync streams of a running hub without the network between, so that a test decides what arrives when, under a clock moved by hand.</summary>
internal sealed class SyncHarness
{
    private readonly Participant _participant;

    private SyncHarness(Participant participant, Source source, SyncServices services, ManualClock clock)
    {
        _participant = participant;
        Source = source;
        Services = services;
        Clock = clock;
    }

    public Source Source { get; }

    public SyncServices Services { get; }

    public ManualClock Clock { get; }

    public static async Task<SyncHarness> CreateAsync(RunningHub hub, CancellationToken cancel, CatalogueOptions? options = null)
    {
        var store = hub.Services.GetRequiredService<ParticipantStore>();
        var participant = await store.AddAsync(new("Balai Latihan", ParticipantKind.Provider), cancel);
        var (_, source) = await store.AddSourceAsync(new(participant.PublicId, "catalogue", OfferKinds.Gig), cancel);
        var clock = new ManualClock();
        var services = new SyncServices(
            hub.Services.GetRequiredService<OfferStore>(),
            hub.Services.GetRequiredService<DigestStore>(),
            hub.Services.GetRequiredService<SessionReceipts>(),
            hub.Services.GetRequiredService<SourceAccess>(),
            Options.Create(options ?? new()),
            clock,
            hub.Services.GetRequiredService<ILogger<CatalogueSync>>(),
            hub.Services.GetRequiredService<IHostApplicationLifetime>());
        return new(participant, source!, services, clock);
    }

    /// <summary>Runs a stream under a token of ten minutes.</summary>
    public Task RunAsync(IAsyncStreamReader<SyncRequest> requests, Answers answers, CancellationToken cancel)
    {
        var caller = new Caller(
            "client", _participant.Id, _participant.PublicId, Scopes.CatalogueWrite, Resources.Grpc, Clock.GetUtcNow().AddMinutes(10), "token");
        return new SyncStream(Services, caller, requests, answers).RunAsync(cancel);
    }

    public SyncRequest Open(SyncMode mode = SyncMode.Delta, bool validateOnly = false) =>
        new() { Open = new() { Source = Source.PublicId.ToString(), Mode = mode, ValidateOnly = validateOnly } };

    public static SyncRequest Items(long first, params Item[] items) => new() { Items = new() { FirstSequence = first, Items_ = { items } } };

    public static Item Gig(string id, string description = "") => new()
    {
        ExternalId = id,
        Revision = 1,
        Gig = new() { Title = "Servis AC", Sector = Sector.Repair, Description = description },
    };

    /// <summary>What a partner sends: these messages at once, then what <c>then</c> says: by default nothing for ever.</summary>
    public sealed class Requests(IEnumerable<SyncRequest> messages, Func<CancellationToken, Task<bool>>? then = null) : IAsyncStreamReader<SyncRequest>
    {
        private readonly Queue<SyncRequest> _messages = new(messages);
        private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SyncRequest Current { get; private set; } = null!;

        /// <summary>Messages the hub has not read yet.</summary>
        public int Left => _messages.Count;

        /// <summary>Lets the message at hand be this one, for a <c>then</c> that answers true.</summary>
        public void Put(SyncRequest message) => Current = message;

        /// <summary>Completes when the hub asks for more than there is.</summary>
        public Task Drained => _drained.Task;

        /// <summary>What the messages after the first wait for.</summary>
        public Task Gate { get; init; } = Task.CompletedTask;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Current is not null)
                await Gate;
            if (_messages.TryDequeue(out var next))
            {
                Current = next;
                return true;
            }

            _drained.TrySetResult();
            if (then is not null)
                return await then(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return false;
        }

        /// <summary>The partner ends its side after the messages.</summary>
        public static Task<bool> End(CancellationToken cancel) => Task.FromResult(false);
    }

    /// <summary>What the hub answers. The partner takes all at once, or none after <c>Opened</c>.</summary>
    public sealed class Answers(bool isStuck = false) : IServerStreamWriter<SyncResponse>
    {
        public ConcurrentQueue<SyncResponse> All { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(SyncResponse message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(SyncResponse message, CancellationToken cancellationToken)
        {
            All.Enqueue(message);
            return isStuck && message.Opened is null ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;
        }
    }
}
