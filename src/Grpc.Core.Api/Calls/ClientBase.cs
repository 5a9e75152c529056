using Grpc.Core.Interceptors;

namespace Grpc.Core;

/// <summary>Base of generated clients that can be copied with another configuration.</summary>
public abstract class ClientBase<T> : ClientBase where T : ClientBase<T>
{
    /// <summary>A client without an invoker, for mocks.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client of this configuration.</summary>
    protected ClientBase(ClientBaseConfiguration configuration) : base(configuration)
    {
    }

    /// <summary>A client over this channel.</summary>
    public ClientBase(ChannelBase channel) : base(channel)
    {
    }

    /// <summary>A client over this invoker.</summary>
    public ClientBase(CallInvoker callInvoker) : base(callInvoker)
    {
    }

    /// <summary>A copy of this client whose calls name this host.</summary>
    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    /// <summary>Makes a client of the same type; generated code does it with its constructor.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}

/// <summary>Base of generated clients.</summary>
public abstract class ClientBase
{
    private readonly CallInvoker? _callInvoker;
    private readonly ClientBaseConfiguration? _configuration;

    /// <summary>A client without an invoker, for mocks.</summary>
    protected ClientBase()
    {
    }

    /// <summary>A client of this configuration.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        _configuration = configuration;
        _callInvoker = configuration.CreateInvoker();
    }

    /// <summary>A client over this channel.</summary>
    public ClientBase(ChannelBase channel) : this((channel ?? throw new ArgumentNullException(nameof(channel))).CreateCallInvoker())
    {
    }

    /// <summary>A client over this invoker.</summary>
    public ClientBase(CallInvoker callInvoker) : this(new ClientBaseConfiguration(callInvoker, null))
    {
    }

    /// <summary>What starts the calls of this client.</summary>
    protected CallInvoker CallInvoker => _callInvoker ?? throw NoInvoker();

    internal ClientBaseConfiguration Configuration => _configuration ?? throw NoInvoker();

    private static InvalidOperationException NoInvoker() => new("This client was made without an invoker and cannot make calls.");

    /// <summary>What a copied client takes over from its origin.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker _invoker;
        private readonly string? _host;

        internal ClientBaseConfiguration(CallInvoker invoker, string? host)
        {
            ArgumentNullException.ThrowIfNull(invoker);

            _invoker = invoker;
            _host = host;
        }

        internal CallInvoker CreateInvoker() => _host is { } host ? _invoker.Intercept(new HostInterceptor(host)) : _invoker;

        internal ClientBaseConfiguration WithHost(string host)
        {
            ArgumentNullException.ThrowIfNull(host);
            return new(_invoker, host);
        }
    }
}
