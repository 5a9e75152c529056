using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Hub.Catalogue.V1;

namespace Hub.Conformance.ForeignClients;

/// <summary>What clients of other languages need of the machine and of the contracts.</summary>
internal static class ForeignPrograms
{
    /// <summary>A Python that has grpcio; null where there is none.</summary>
    public static string? Python { get; } =
        new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python => Answers(python, "-c", "import grpc, google.protobuf"));

    private static bool HasNode { get; } = Answers("node", "--version");

    /// <summary>True where Node.js is installed, and gRPC for it in this folder.</summary>
    public static bool HasNodeModules(string folder) => HasNode && Directory.Exists(Path.Combine(folder, "node_modules/@grpc/grpc-js"));

    /// <summary>Writes what the contracts are compiled from, with everything they import, for a client without generated code.</summary>
    public static string WriteDescriptors(string folder)
    {
        var set = new FileDescriptorSet();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in (FileDescriptor[])
        [
            CatalogueSyncServiceReflection.Descriptor,
            Grpc.Health.V1.HealthReflection.Descriptor,
            Grpc.Reflection.V1.ReflectionReflection.Descriptor,
            Google.Rpc.StatusReflection.Descriptor,
            Google.Rpc.ErrorDetailsReflection.Descriptor,
        ])
        {
            Add(file);
        }

        var path = Path.Combine(folder, "contracts.binpb");
        File.WriteAllBytes(path, set.ToByteArray());
        return path;

        void Add(FileDescriptor file)
        {
            foreach (var dependency in file.Dependencies)
                Add(dependency);
            if (seen.Add(file.Name))
                set.File.Add(file.ToProto());
        }
    }

    public static bool Answers(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
