using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace TokenSample;

/// <summary>A key of the client's own, as a JSON Web Key in a file. The hub knows its public half alone.</summary>
internal static class KeyFile
{
    private static readonly JsonSerializerOptions LeaveOut = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Makes a key, and returns the key set to register.</summary>
    public static string Make(string path)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = ecdsa.ExportParameters(includePrivateParameters: true);
        var (x, y) = (Base64UrlEncoder.Encode(parameters.Q.X), Base64UrlEncoder.Encode(parameters.Q.Y));
        var kid = Base64UrlEncoder.Encode(new JsonWebKey { Kty = "EC", Crv = "P-256", X = x, Y = y }.ComputeJwkThumbprint());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(path, options))
            JsonSerializer.Serialize(file, new Jwk("EC", "P-256", x, y, "ES256", kid, "sig", Base64UrlEncoder.Encode(parameters.D)), LeaveOut);
        return JsonSerializer.Serialize(new { keys = new[] { new Jwk("EC", "P-256", x, y, "ES256", kid, "sig", null) } }, LeaveOut);
    }

    public static SigningCredentials Read(string path) => new(new JsonWebKey(File.ReadAllText(path)), SecurityAlgorithms.EcdsaSha256);

    private sealed record Jwk(string kty, string crv, string x, string y, string alg, string kid, string use, string? d);
}
