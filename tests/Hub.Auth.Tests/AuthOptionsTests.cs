using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Hub.Auth.Tests;

public sealed class AuthOptionsTests
{
    [Theory]
    [InlineData(null, null, "http://127.0.0.1:5080")]
    [InlineData(null, "http://127.0.0.1:6000/", "http://127.0.0.1:6000")]
    [InlineData("https://hub.example.org", "http://0.0.0.0:5080", "https://hub.example.org")]
    [InlineData("https://hub.example.org:8443/", null, "https://hub.example.org:8443")]
    [InlineData(null, "https://[::1]:5443", "https://[::1]:5443")]
    public void The_issuer_is_set_or_the_URL_of_the_hub(string? issuer, string? url, string expected)
    {
        var options = Read(issuer, url);

        Assert.Equal(expected, options.Issuer);
        Assert.Equal(expected + "/graphql", options.GraphQLResource);
        Assert.Equal(expected + "/grpc", options.GrpcResource);
    }

    [Theory]
    [InlineData("hub.example.org")]
    [InlineData("ftp://hub.example.org")]
    [InlineData("https://hub.example.org/auth")]
    [InlineData("https://hub.example.org?x=1")]
    [InlineData("https://hub.example.org#x")]
    [InlineData("https://me@hub.example.org")]
    [InlineData("https://")]
    public void Another_issuer_is_refused_by_the_name_of_its_setting(string issuer)
    {
        var refusal = Assert.Throws<SettingException>(() => Read(issuer, null));

        Assert.Contains("Hub:Auth:Issuer", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    public void An_address_for_listening_is_no_issuer_outside_development(string url)
    {
        var refusal = Assert.Throws<SettingException>(() => Read(null, url));

        Assert.Contains("Hub:Auth:Issuer", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("http://localhost:5080", Read(null, url, "Development").Issuer);
    }

    private static AuthOptions Read(string? issuer, string? url, string environment = "Production")
    {
        var settings = new Dictionary<string, string?> { ["Hub:Auth:Issuer"] = issuer, ["Hub:HttpUrl"] = url };
        return AuthOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new Named(environment));
    }

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "hub";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
