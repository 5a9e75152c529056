using Grpc.Core;
using Hub.Auth.Bearer;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Hub.Data.Participants;

namespace Hub.Api.Catalogue;

/// <summary>One open sync stream, from its first message to the end of the call: reads Open, then stores or only checks what follows.</summary>
internal sealed class SyncStream(
    SyncServices services,
    Caller caller,
    IAsyncStreamReader<SyncRequest> requests,
    IServerStreamWriter<SyncResponse> responses,
    LiveCaller? live = null)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        using var pass = services.Uploads.Enter(caller.ParticipantId);
        using var life = new SyncLife(services, caller, live, cancel);
        UploadStream? upload = null;
        try
        {
            var messages = new SyncMessages(requests);
            var open = await messages.ReadOpenAsync(life.Reading);
            SessionRules.Check(open);
            var source = await services.Sources.FindForWritingAsync(caller, open.Source, life.Reading);
            var task = new SyncTask(
                source,
                SessionRequests.Of(open, source.Id),
                services.Sources.RulesOf(source) with { HasEpochs = open.RevisionPolicy == Hub.Catalogue.V1.RevisionPolicy.Epoch },
                open.AllVerdicts,
                caller.ParticipantPublicId);
            if (open.ValidateOnly)
            {
                await new ValidationStream(services, task, messages, responses).RunAsync(life);
                return;
            }

            upload = new(services, task, messages, responses);
            await upload.RunAsync(life);
        }
        catch (OperationCanceledException) when (life.IsOver && !cancel.IsCancellationRequested)
        {
            throw life.Why(upload?.DurableThrough);
        }
    }
}

/// <summary>What an accepted <c>Open</c> asks for.</summary>
/// <param name="Source">The source, which is the caller's.</param>
/// <param name="Request">The session.</param>
/// <param name="Rules">What the rules must know of the source.</param>
/// <param name="AllVerdicts">True tells a verdict for every item.</param>
/// <param name="Participant">Public id of the caller's participant.</param>
internal sealed record SyncTask(Source Source, SessionRequest Request, RuleContext Rules, bool AllVerdicts, Guid Participant);
