namespace Hub.Auth;

/// <summary>What a token may be meant for (RFC 8707); one bit each.</summary>
[Flags]
public enum Resources
{
    None = 0,
    GraphQL = 1 << 0,
    Grpc = 1 << 1,
    All = GraphQL | Grpc,
}
