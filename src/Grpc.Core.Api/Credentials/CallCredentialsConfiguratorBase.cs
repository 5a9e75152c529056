namespace Grpc.Core;

/// <summary>Receives what call credentials are made of. The library that sends calls derives from this.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>The credentials are several others.</summary>
    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>The credentials are a function.</summary>
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);
}
