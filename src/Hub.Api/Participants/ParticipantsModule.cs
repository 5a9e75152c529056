using Hub.Data.Participants;

namespace Hub.Api.Participants;

/// <summary>Registers organisations, their catalogues and the credentials of their programs.</summary>
internal static class ParticipantsModule
{
    public static void AddParticipants(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ParticipantStore>();
        builder.Services.AddSingleton<Registration>();
        builder.Services.AddSingleton<ParticipantStanding>();
    }

    public static void MapParticipants(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<RegistryService>();
        endpoints.MapGrpcService<ClientService>();
        endpoints.MapGrpcService<SigningKeyService>();
    }
}
