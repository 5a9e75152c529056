using System.Xml.Linq;

namespace Hub.Architecture.Tests;

/// <summary>The arrows between projects: each listed arrow passes, every other fails.</summary>
public sealed class ArrowsTests
{
    [Fact]
    public void No_project_uses_what_it_may_not()
    {
        Assert.NotEmpty(Repository.Projects);
        Assert.Empty(Repository.Projects.SelectMany(Arrows.Broken));
    }

    [Theory]
    [InlineData("src/Hub.Data/Hub.Data.csproj", "Hub.Auth")]
    [InlineData("src/Hub.GraphQL/Hub.GraphQL.csproj", "Hub.Data")]
    [InlineData("src/Hub.GraphQL.Sql/Hub.GraphQL.Sql.csproj", "Hub.Data")]
    [InlineData("src/Hub.Auth/Hub.Auth.csproj", "Hub.Contracts")]
    [InlineData("src/Hub.New/Hub.New.csproj", "Hub.Data")]
    [InlineData("clients/samples/quickstart/quickstart.csproj", "Hub.Api")]
    [InlineData("tests/Hub.Data.Tests/Hub.Data.Tests.csproj", "Hub.Api")]
    [InlineData("tests/Hub.Architecture.Tests/Hub.Architecture.Tests.csproj", "Hub.Data")]
    public void An_arrow_that_is_not_drawn_is_refused(string from, string to)
    {
        var broken = Arrows.Broken(new(from, [to], []));

        Assert.Equal($"{from} may not reference {to}.", Assert.Single(broken));
    }

    [Theory]
    [InlineData("src/Hub.Api/Hub.Api.csproj", "Hub.GraphQL.Sql")]
    [InlineData("clients/samples/quickstart/quickstart.csproj", "Hub.Contracts")]
    [InlineData("tests/Hub.Data.Tests/Hub.Data.Tests.csproj", "Hub.Data")]
    [InlineData("tests/Hub.Conformance/Hub.Conformance.csproj", "partner-sync")]
    public void An_arrow_that_is_drawn_is_kept(string from, string to) => Assert.Empty(Arrows.Broken(new(from, [to], [])));

    [Theory]
    [InlineData("src/Hub.GraphQL/Hub.GraphQL.csproj", "Microsoft.EntityFrameworkCore.Relational")]
    [InlineData("src/Hub.Data/Hub.Data.csproj", "Google.Protobuf")]
    [InlineData("src/Hub.Auth/Hub.Auth.csproj", "Google.Protobuf")]
    public void A_package_of_another_layer_is_refused(string project, string package) =>
        Assert.Single(Arrows.Broken(new(project, [], [package])));

    [Fact]
    public void A_reference_that_only_orders_the_build_is_no_arrow()
    {
        var content = XDocument.Parse("""
            <Project><ItemGroup>
              <ProjectReference Include="..\Hub.Api\Hub.Api.csproj" ReferenceOutputAssembly="false" />
              <ProjectReference Include="..\Hub.Contracts\Hub.Contracts.csproj" />
            </ItemGroup></Project>
            """);

        Assert.Equal(["Hub.Contracts"], ProjectFile.Parse("clients/samples/a/a.csproj", content).Projects);
    }
}
