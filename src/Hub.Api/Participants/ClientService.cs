using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Auth;
using Hub.Auth.Clients;
using Hub.Registry.V1;
using Stored = Hub.Data.Clients;

namespace Hub.Api.Participants;

/// <summary>Clients and their secrets over gRPC. Who may call what stands with the access rules.</summary>
internal sealed class ClientService(ClientAdmin admin, ClientStanding clients, SecretAdmin secrets) : Registry.V1.ClientService.ClientServiceBase
{
    private const string List = "registry.v1/clients";

    public override async Task<CreateClientResponse> CreateClient(CreateClientRequest request, ServerCallContext context)
    {
        var participant = ParseParticipant(request.ParticipantId, "participant_id");
        var (made, refusal) = await admin.AddAsync(participant, string.Join(' ', request.Scopes), ProofOf(request), context.CancellationToken);
        if (made is null)
            throw refusal!.ToException();

        return new() { Client = Told(await clients.FindAsync(made.ClientId, context.CancellationToken)), ClientSecret = made.Secret };
    }

    public override async Task<ListClientsResponse> ListClients(ListClientsRequest request, ServerCallContext context)
    {
        Guid? participant = request.ParticipantId.Length == 0 ? null : ParseParticipant(request.ParticipantId, "participant_id");
        var list = $"{List}/{participant}";
        var size = RegistryPages.Size(request.PageSize);
        var rows = await clients.ListAsync(participant, RegistryPages.After(list, request.PageToken), size + 1, context.CancellationToken);
        var page = rows.Take(size).ToList();
        return new()
        {
            Clients = { page.Select(row => row.ToMessage()) },
            NextPageToken = rows.Count > size ? PageToken.Encode(list, page[^1].Id) : "",
        };
    }

    public override async Task<GetClientResponse> GetClient(GetClientRequest request, ServerCallContext context) =>
        new() { Client = Told(await clients.FindAsync(request.ClientId, context.CancellationToken)) };

    public override async Task<UpdateClientResponse> UpdateClient(UpdateClientRequest request, ServerCallContext context)
    {
        Stored.ClientStatus? status = request.Status == ClientStatus.Unspecified ? null : (Stored.ClientStatus)request.Status;
        if (!System.Enum.IsDefined(request.Status))
        {
            throw GrpcFailure
                .Of(FailureReasons.EnumValueUnknown, "status")
                .At("status", "Use ACTIVE or DISABLED.")
                .ToException();
        }

        var scopes = request.Scopes.Count == 0 ? null : string.Join(' ', request.Scopes);
        var (kind, name) = CertificateOf(request);
        var keys = new NewKeys
        {
            Jwks = request.HasJwks ? request.Jwks : null,
            JwksUri = request.HasJwksUri ? request.JwksUri : null,
            CertificateName = kind,
            CertificateNameValue = name,
        };
        return new() { Client = Told(await clients.UpdateAsync(request.ClientId, status, scopes, keys, request.Reason, context.CancellationToken)) };
    }

    public override async Task<RotateClientSecretResponse> RotateClientSecret(RotateClientSecretRequest request, ServerCallContext context)
    {
        var (secret, refusal) = await secrets.RotateAsync(
            request.ClientId, Keep(request.KeepOld), request.Reason, context.CancellationToken);
        return secret is null
            ? throw refusal!.ToException()
            : new() { Client = secret.Client.ToMessage(), ClientSecret = secret.Secret, OldExpiresAt = secret.OldExpiresAt?.ToTimestamp() };
    }

    public override async Task<RevokeClientSecretResponse> RevokeClientSecret(RevokeClientSecretRequest request, ServerCallContext context) =>
        new() { Client = Told(await secrets.RevokeAsync(request.ClientId, request.Prefix, request.Reason, context.CancellationToken)) };

    public override async Task<ApproveClientResponse> ApproveClient(ApproveClientRequest request, ServerCallContext context) =>
        new() { Client = Told(await clients.ApproveAsync(request.ClientId, request.Reason, context.CancellationToken)) };

    public override async Task<RefuseClientResponse> RefuseClient(RefuseClientRequest request, ServerCallContext context) =>
        await clients.RefuseAsync(request.ClientId, request.Reason, context.CancellationToken) is { } refusal ? throw refusal.ToException() : new();

    private static ClientProof ProofOf(CreateClientRequest request)
    {
        if (!System.Enum.IsDefined(request.AuthenticationMethod))
        {
            throw GrpcFailure
                .Of(FailureReasons.EnumValueUnknown, "authentication_method")
                .At("authentication_method", "Use one of the methods of the contract, or leave it out for a secret.")
                .ToException();
        }

        var (kind, name) = CertificateOf(request);
        return new(
            request.AuthenticationMethod == AuthenticationMethod.Unspecified
                ? Stored.AuthenticationMethod.Secret
                : (Stored.AuthenticationMethod)request.AuthenticationMethod)
        {
            Name = request.HasName ? request.Name : null,
            Jwks = request.HasJwks ? request.Jwks : null,
            JwksUri = request.HasJwksUri ? request.JwksUri : null,
            CertificateName = kind,
            CertificateNameValue = name,
            RequiresDpop = request.RequiresDpop,
            BindsCertificate = request.BindsCertificate,
        };
    }

    // The members of the oneof bear the names that commands and RFC 7591 know them by.
    private static (Stored.CertificateName? Kind, string? Name) CertificateOf(IMessage request) =>
        request.Descriptor.Oneofs.Single(oneof => oneof.Name == "certificate_name").Accessor.GetCaseFieldDescriptor(request) is { } field
            ? (ProofNames.FindCertificate(field.Name), (string)field.Accessor.GetValue(request))
            : (null, null);

    private static Client Told((Stored.ClientListing? Client, AdminRefusal? Refusal) found) =>
        found.Client is { } client ? client.ToMessage() : throw found.Refusal!.ToException();

    // What a Duration may hold that a TimeSpan may not is out of range too.
    private static TimeSpan Keep(Duration? asked) => asked switch
    {
        null => SecretAdmin.StandardKeep,
        { Seconds: < 0 or > 315_576_000 } or { Nanos: < 0 or > 999_999_999 } => TimeSpan.MinValue,
        _ => asked.ToTimeSpan(),
    };

    private static Guid ParseParticipant(string id, string field) => Guid.TryParseExact(id, "D", out var parsed) ? parsed : throw NoParticipant(field);

    private static RpcException NoParticipant(string field) => GrpcFailure
        .Of(FailureReasons.ParticipantNotFound)
        .At(field, "Use an id from ListParticipants.")
        .ToException();
}
