using Grpc.Net.Client;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>Where the hub is and who calls.</summary>
/// <param name="GrpcUrl">Address of its gRPC services.</param>
/// <param name="HttpUrl">Address of its token endpoint.</param>
/// <param name="ClientId">Id of the client.</param>
/// <param name="ClientSecret">Its secret.</param>
internal sealed record HubAddress(Uri GrpcUrl, Uri HttpUrl, string ClientId, string ClientSecret);

/// <summary>A channel to the hub and the tokens for it.</summary>
internal sealed class HubConnection : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public HubConnection(HubAddress address, TimeProvider time)
    {
        Channel = GrpcChannel.ForAddress(address.GrpcUrl, new()
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(10),

                // A hub that is gone without a word is noticed.
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            },
            DisposeHttpClient = true,
        });
        Token = new(_http, HubCredentials.ForHub(address.HttpUrl, address.ClientId, address.ClientSecret), time);
        Client = new(Channel);
    }

    public GrpcChannel Channel { get; }

    public HubToken Token { get; }

    public CatalogueSyncService.CatalogueSyncServiceClient Client { get; }

    public void Dispose()
    {
        Channel.Dispose();
        Token.Dispose();
        _http.Dispose();
    }
}
