namespace Grpc.Core.Api.Tests.Credentials;

public sealed class CredentialsTests
{
    [Fact]
    public void Channel_credentials_tell_what_they_are()
    {
        var pair = new KeyCertificatePair("chain", "key");
        var call = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var told = new Told();
        var state = new object();

        ChannelCredentials.Insecure.InternalPopulateConfiguration(told, state);
        ChannelCredentials.SecureSsl.InternalPopulateConfiguration(told, state);
        new SslCredentials("roots", pair, _ => true).InternalPopulateConfiguration(told, state);
        ChannelCredentials.Create(ChannelCredentials.SecureSsl, call).InternalPopulateConfiguration(told, state);

        Assert.Equal(["insecure", "ssl   False", "ssl roots chain True", "composite SslCredentials True"], told.Lines);
        Assert.All(told.States, seen => Assert.Same(state, seen));
        Assert.Equal("key", pair.PrivateKey);
    }

    [Fact]
    public void Composed_call_credentials_need_two_parts()
    {
        var one = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(one));
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose());
        Assert.Throws<ArgumentNullException>(() => CallCredentials.FromInterceptor(null!));
    }

    [Fact]
    public void An_auth_context_finds_properties_by_name()
    {
        var property = AuthProperty.Create("x509_subject", "mitra"u8.ToArray());
        var known = new AuthContext("x509_subject", new() { ["x509_subject"] = [property] });
        var unknown = new AuthContext(null, []);

        Assert.True(known.IsPeerAuthenticated);
        Assert.Equal([property], known.PeerIdentity);
        Assert.Equal([property], known.Properties);
        Assert.Empty(known.FindPropertiesByName("other"));
        Assert.Equal("mitra", property.Value);
        Assert.Equal("mitra"u8.ToArray(), property.ValueBytes);
        Assert.False(unknown.IsPeerAuthenticated);
        Assert.Empty(unknown.PeerIdentity);
    }

    private sealed class Told : ChannelCredentialsConfiguratorBase
    {
        public List<string> Lines { get; } = [];

        public List<object?> States { get; } = [];

        public override void SetInsecureCredentials(object? state) => Tell(state, "insecure");

        public override void SetSslCredentials(
            object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) =>
            Tell(state, $"ssl {rootCertificates} {keyCertificatePair?.CertificateChain} {verifyPeerCallback is not null}");

        public override void SetCompositeCredentials(
            object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
            Tell(state, $"composite {channelCredentials.GetType().Name} {callCredentials is not null}");

        private void Tell(object? state, string line)
        {
            States.Add(state);
            Lines.Add(line);
        }
    }
}
