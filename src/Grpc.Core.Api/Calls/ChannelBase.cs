namespace Grpc.Core;

/// <summary>A connection, or several, to one service address.</summary>
public abstract class ChannelBase
{
    private readonly string _target;

    /// <summary>A channel to this address.</summary>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
    }

    /// <summary>The address, as given.</summary>
    public string Target => _target;

    /// <summary>An invoker whose calls go over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the channel; calls under way are cancelled.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>What closing means for this kind of channel.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
