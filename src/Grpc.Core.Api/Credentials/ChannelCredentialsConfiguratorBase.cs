namespace Grpc.Core;

/// <summary>Receives what channel credentials are made of. The library that opens channels derives from this.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>The channel is not encrypted.</summary>
    public abstract void SetInsecureCredentials(object? state);

    /// <summary>The channel uses TLS; null means the default of the system.</summary>
    public abstract void SetSslCredentials(
        object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>The channel adds credentials to each call.</summary>
    public abstract void SetCompositeCredentials(
        object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
