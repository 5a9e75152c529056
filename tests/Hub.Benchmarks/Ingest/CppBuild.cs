using System.ComponentModel;
using System.Diagnostics;
using Hub.Testing;

namespace Hub.Benchmarks.Ingest;

/// <summary>Builds the server in C++ with what the machine has: <c>g++</c>, <c>protoc</c> with its gRPC plugin, and the development files of gRPC, SQLite and OpenSSL.</summary>
internal static class CppBuild
{
    private static readonly string[] Protos =
    [
        "hub/access/v1/access.proto", "hub/registry/v1/source.proto", "hub/catalogue/v1/item.proto", "hub/catalogue/v1/verdict.proto", "hub/catalogue/v1/session.proto",
        "hub/catalogue/v1/sync.proto", "hub/catalogue/v1/catalogue_sync_service.proto",
    ];

    private static readonly Lazy<string?> Built = new(Build);

    /// <summary>The bundled SQLite library, which the hub and all peers that can do so work with.</summary>
    public static string Sqlite { get; } = Path.Combine(
        AppContext.BaseDirectory, "runtimes",
        $"linux-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", "native", "libe_sqlite3.so");

    /// <summary>The program, or null where it cannot be built; that is said once.</summary>
    public static string? Program() => Built.Value;

    private static string? Build()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "cpp")).FullName;
        var program = Path.Combine(folder, "ingest");
        var source = Path.Combine(Read.NodePeers.Folder, "ingest.cpp");
        var newest = Protos.Select(proto => Path.Combine(Repository.Root, "proto", proto)).Append(source).Max(File.GetLastWriteTimeUtc);
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > newest)
            return program;

        Console.WriteLine("the peer in C++ is built, which takes a minute");
        var sources = Protos.Select(proto => Path.ChangeExtension(proto, ".pb.cc")).Append("hub/catalogue/v1/catalogue_sync_service.grpc.pb.cc").Append(source);
        var built = Run(folder, "sh", ["-c", $"protoc -I '{Path.Combine(Repository.Root, "proto")}' --cpp_out=. --grpc_out=. --plugin=protoc-gen-grpc=\"$(command -v grpc_cpp_plugin)\" {string.Join(' ', Protos)}"])
            && Run(folder, "sh", ["-c", $"g++ -std=c++17 -O2 -I. -o ingest {string.Join(' ', sources)} $(pkg-config --cflags --libs grpc++ protobuf) -lcrypto -lm '{Sqlite}' -Wl,-rpath,'{Path.GetDirectoryName(Sqlite)}'"]);
        if (built)
            return program;
        Console.WriteLine("the peers in C++ are left out: install g++, pkg-config, protobuf-compiler-grpc, libgrpc++-dev, libprotobuf-dev, libsqlite3-dev and libssl-dev (names of Debian)");
        return null;
    }

    private static bool Run(string folder, string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
