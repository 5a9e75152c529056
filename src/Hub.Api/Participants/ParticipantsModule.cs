using Hub.Data.Participants;

namespace Hub.Api.Participants;

/// <summary>Registers organisations and their catalogues.</summary>
internal static class ParticipantsModule
{
    public static void AddParticipants(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ParticipantStore>();
        builder.Services.AddSingleton<Registration>();
    }

    public static void MapParticipants(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<RegistryService>();
}
