namespace Grpc.Core;

/// <summary>A further check of a TLS peer; false refuses the connection.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
