using System.Text.Json.Serialization;
using Hub.Auth.Introspection;
using Hub.Auth.Keys;
using Hub.Auth.Registration;
using Hub.Auth.Tokens;

namespace Hub.Auth;

/// <summary>How the documents of the token service are written: snake_case, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PublicJwk))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(TokenErrorResponse))]
[JsonSerializable(typeof(IntrospectionResponse))]
[JsonSerializable(typeof(RegistrationResponse))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ResourceMetadata))]
internal sealed partial class AuthJson : JsonSerializerContext;
