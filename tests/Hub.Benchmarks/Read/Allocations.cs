using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Benchmarks.Read;

/// <summary>Asks the hub's process how much it has allocated: a startup hook of the benchmark answers there.</summary>
internal static class Allocations
{
    private const int Port = 5978;
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    /// <summary>Starts something whose process, and no other, carries the hook.</summary>
    public static async Task<T> WithHookAsync<T>(Func<Task<T>> start)
    {
        Environment.SetEnvironmentVariable(HooksVariable, typeof(Allocations).Assembly.Location);
        Environment.SetEnvironmentVariable(StartupHook.PortVariable, Port.ToString(CultureInfo.InvariantCulture));
        try
        {
            return await start();
        }
        finally
        {
            Environment.SetEnvironmentVariable(HooksVariable, null);
            Environment.SetEnvironmentVariable(StartupHook.PortVariable, null);
        }
    }

    public static async Task<long> BytesAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        return long.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }
}
