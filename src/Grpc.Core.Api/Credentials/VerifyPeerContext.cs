namespace Grpc.Core;

/// <summary>The TLS peer to be checked.</summary>
public class VerifyPeerContext
{
    internal VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>The name under which the peer was called.</summary>
    public string TargetName { get; }

    /// <summary>The certificate of the peer in PEM.</summary>
    public string PeerPem { get; }
}
