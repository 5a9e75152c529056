using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using TokenSample;

// Gets tokens from the hub in every way a program may, and uses them. See README.md.
const string usage = """
    token-csharp keys KEY.json                       makes a key and prints the key set to register
    token-csharp token                               prints an access token
    token-csharp query '{ courses { totalCount } }'  asks the hub over GraphQL
    token-csharp item EXTERNAL-ID SOURCE             sends a first course over gRPC

    How the client proves who it is: HUB_CLIENT_SECRET, or HUB_CLIENT_KEY=KEY.json (private_key_jwt).
    HUB_DPOP=1 binds the token to a key made for this run (RFC 9449).
    """;

if (args is ["keys", var file])
{
    Console.WriteLine(KeyFile.Make(file));
    return 0;
}

if (args is not (["token"] or ["query", _] or ["item", _, _]))
    return Stop(2, usage);
if (Setting("HUB_CLIENT_ID") is not { } clientId)
    return Stop(2, "HUB_CLIENT_ID is not set. The operator of the hub gives it to you.");
if (Setting("HUB_CLIENT_SECRET") is null && Setting("HUB_CLIENT_KEY") is null)
    return Stop(2, "Set HUB_CLIENT_SECRET, or HUB_CLIENT_KEY to the file of a key.");

var hub = new Uri(Setting("HUB_HTTP") ?? "http://127.0.0.1:5080");
using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
var key = Setting("HUB_CLIENT_KEY") is { } path ? KeyFile.Read(path) : null;
using var access = new HubAccess(http, hub, clientId, Setting("HUB_CLIENT_SECRET"), key, Setting("HUB_DPOP") is not null);
try
{
    await access.GetTokenAsync(CancellationToken.None);
    return args switch
    {
        ["query", var text] => await QueryAsync(text),
        ["item", var externalId, var source] => await SendAsync(externalId, source),
        _ => Say(access.Token),
    };
}
catch (HubRefusedException refused)
{
    return Stop(3, refused.Message);
}
catch (HttpRequestException failure)
{
    return Stop(3, $"The hub was not reached at {hub}: {failure.Message}");
}

async Task<int> QueryAsync(string text)
{
    var (status, answer) = await access.QueryAsync(text, CancellationToken.None);
    Console.WriteLine(answer);
    return (int)status < 400 ? 0 : 3;
}

// One item, decided on before the call returns.
async Task<int> SendAsync(string externalId, string source)
{
    var door = Setting("HUB_GRPC") ?? "http://127.0.0.1:5081";
    door = door.Contains("://", StringComparison.Ordinal) ? door.TrimEnd('/') : $"http://{door}";
    using var channel = GrpcChannel.ForAddress(door);
    var headers = new Metadata();
    foreach (var (name, value) in access.Headers($"{door}/hub.catalogue.v1.CatalogueSyncService/UpsertItems"))
        headers.Add(name, value);

    // The revision rises with each change; sending one again is harmless.
    var item = new Item
    {
        ExternalId = externalId,
        Revision = 1,
        Course = new()
        {
            Title = "Dasar-dasar barista", Description = "Empat hari praktik di kedai kopi.", Language = "id", PriceIdr = 750_000, AreaCodes = { "31.74" },
        },
    };
    try
    {
        var answer = await new CatalogueSyncService.CatalogueSyncServiceClient(channel).UpsertItemsAsync(new() { Source = source, Items = { item } }, headers);
        foreach (var verdict in answer.Verdicts)
            Console.WriteLine(string.Join(" | ", new[] { verdict.Outcome.ToString(), verdict.Reason, verdict.Field, verdict.Text?.En, verdict.Fix?.En }.Where(part => !string.IsNullOrEmpty(part))));
        return 0;
    }
    catch (RpcException refused)
    {
        return Stop(3, $"{refused.StatusCode}: {refused.Status.Detail}");
    }
}

static int Say(string text)
{
    Console.WriteLine(text);
    return 0;
}

static int Stop(int code, string why)
{
    Console.Error.WriteLine(why);
    return code;
}

static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
