using System.Diagnostics;
using System.Text;
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

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

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

    /// <summary>Runs a program to its end and gives what it wrote; it is ended when that takes longer than two minutes.</summary>
    public static async Task<Run> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
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

/// <summary>How a program ended.</summary>
internal sealed record Run(int Code, string Output, string Errors)
{
    /// <summary>All lines it wrote, those of errors last.</summary>
    public List<string> Lines { get; } = [.. (Output + '\n' + Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
