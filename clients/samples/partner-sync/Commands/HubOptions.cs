using System.CommandLine;
using System.CommandLine.Parsing;

namespace PartnerSync;

/// <summary>The options every command that calls the hub has.</summary>
internal sealed class HubOptions
{
    private const string IdVariable = "HUB_CLIENT_ID";
    private const string SecretVariable = "HUB_CLIENT_SECRET";

    private readonly Option<Uri> _grpc = Address("--hub-grpc", "Address of the hub's gRPC services.", "http://127.0.0.1:5081");
    private readonly Option<Uri> _http = Address("--hub-http", "Address of the hub's token endpoint.", "http://127.0.0.1:5080");
    private readonly Option<string?> _clientId = new("--client-id") { Description = $"Id of the client; by default {IdVariable}." };
    private readonly Option<string?> _clientSecret = new("--client-secret")
    {
        Description = $"Secret of the client; better given as {SecretVariable}, which other users of the machine do not see.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_grpc);
        command.Options.Add(_http);
        command.Options.Add(_clientId);
        command.Options.Add(_clientSecret);
    }

    public HubAddress Read(ParseResult parsed) => new(
        parsed.GetValue(_grpc)!,
        parsed.GetValue(_http)!,
        Credential(parsed.GetValue(_clientId), IdVariable, "--client-id"),
        Credential(parsed.GetValue(_clientSecret), SecretVariable, "--client-secret"));

    private static string Credential(string? given, string variable, string option) =>
        (given ?? Environment.GetEnvironmentVariable(variable)) is { Length: > 0 } value
            ? value
            : throw new InvalidDataException($"Set {variable}, or give {option}.");

    private static Option<Uri> Address(string name, string description, string standard) => new(name)
    {
        Description = description,
        HelpName = "url",
        DefaultValueFactory = _ => new(standard),
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : Refuse(result, $"{name} needs an address such as {standard}."),
    };

    private static Uri? Refuse(ArgumentResult result, string why)
    {
        result.AddError(why);
        return null;
    }
}
