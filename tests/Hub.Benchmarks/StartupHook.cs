using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Runs in the hub's process before the hub does, when the runtime is told to (DOTNET_STARTUP_HOOKS): tells on a port of its own how many
/// bytes were allocated so far. The runtime asks for this name, outside any namespace.
/// </summary>
internal static class StartupHook
{
    public const string PortVariable = "HUB_BENCHMARK_ALLOCATIONS_PORT";

    public static void Initialize()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(PortVariable), CultureInfo.InvariantCulture, out var port))
            return;
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        new Thread(() => Tell(listener)) { IsBackground = true, Name = "allocations" }.Start();
    }

    private static void Tell(TcpListener listener)
    {
        while (true)
        {
            using var client = listener.AcceptTcpClient();
            client.Client.Send(Encoding.ASCII.GetBytes(GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
