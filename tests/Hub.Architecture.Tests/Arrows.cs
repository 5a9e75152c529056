namespace Hub.Architecture.Tests;

/// <summary>Which project may use which. Everything that is not listed is refused.</summary>
internal static class Arrows
{
    private static readonly string[] NeverPacked = ["Microsoft.EntityFrameworkCore.Design", "Grpc.Tools"];

    /// <summary>The arrows between the projects of src.</summary>
    private static readonly Dictionary<string, string[]> Source = new()
    {
        ["Grpc.Core.Api"] = [],
        ["Grpc.Net.Common"] = ["Grpc.Core.Api"],
        ["Hub.Contracts"] = ["Grpc.Core.Api"],
        ["Hub.GraphQL"] = [],
        ["Hub.GraphQL.Sql"] = ["Hub.GraphQL"],
        ["Hub.Data"] = [],
        ["Hub.Data.Design"] = ["Hub.Data"],
        ["Hub.Auth"] = ["Hub.Data"],
        ["Hub.Api"] = ["Grpc.Net.Common", "Hub.Auth", "Hub.Contracts", "Hub.Data", "Hub.GraphQL", "Hub.GraphQL.Sql"],
    };

    /// <summary>The packages a project of src may use, by the start of their names; null means any.</summary>
    private static readonly Dictionary<string, string[]?> Packages = new()
    {
        ["Grpc.Core.Api"] = [],
        ["Grpc.Net.Common"] = [],
        ["Hub.Contracts"] = ["Google."],
        ["Hub.GraphQL"] = [],
        ["Hub.GraphQL.Sql"] = ["Microsoft.EntityFrameworkCore.Relational", "Microsoft.Data.Sqlite", "Npgsql", "SQLitePCLRaw."],
        ["Hub.Data"] = ["Microsoft.EntityFrameworkCore.", "Microsoft.Data.Sqlite", "Npgsql", "SQLitePCLRaw.", "Microsoft.Extensions."],
        ["Hub.Data.Design"] = [],
        ["Hub.Auth"] = ["Microsoft.IdentityModel."],
        ["Hub.Api"] = null,
    };

    /// <summary>Test projects that look at the whole product from outside.</summary>
    private static readonly string[] WholeProduct = ["Hub.Conformance", "Hub.Reliability", "Hub.Benchmarks"];

    private static readonly string[] GrpcClient = ["Hub.Contracts", "Grpc.Net.Common", "Grpc.Core.Api"];

    /// <summary>Says in one sentence each what a project uses and may not.</summary>
    public static IEnumerable<string> Broken(ProjectFile project)
    {
        foreach (var target in project.Projects)
        {
            if (!MayUse(project, target))
                yield return $"{project.Path} may not reference {target}.";
        }

        foreach (var package in project.Packages.Except(NeverPacked))
        {
            if (project.Path.StartsWith("src/", StringComparison.Ordinal) && !MayUsePackage(project.Name, package))
                yield return $"{project.Path} may not use the package {package}.";
        }
    }

    private static bool MayUse(ProjectFile project, string target) => project.Path.Split('/')[0] switch
    {
        "src" => Source.TryGetValue(project.Name, out var allowed) && allowed.Contains(target),
        "clients" => GrpcClient.Contains(target),
        "tests" => TestMayUse(project.Name, target),
        _ => false,
    };

    private static bool TestMayUse(string test, string target) => test switch
    {
        "Hub.Architecture.Tests" => false,
        "Hub.Testing" => target is "Hub.Data" or "Hub.Contracts",
        "Hub.Samples.Tests" => target is "Hub.Testing" or "Hub.Contracts" || IsSample(target),
        "Grpc.Core.Api.Tests" => target is "Grpc.Core.Api" or "Grpc.Net.Common" or "Hub.Testing",
        _ when WholeProduct.Contains(test) => target is not "Hub.Architecture.Tests",
        _ => target is "Hub.Testing" || test == target + ".Tests",
    };

    private static bool IsSample(string name) => name.Equals(name.ToLowerInvariant(), StringComparison.Ordinal);

    private static bool MayUsePackage(string project, string package) =>
        Packages.TryGetValue(project, out var allowed)
        && (allowed is null || allowed.Any(start => package.StartsWith(start, StringComparison.Ordinal)));
}
