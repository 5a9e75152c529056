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

    [Theory]
    [InlineData("https://login.example.org/realms/hub", "Production")]
    [InlineData("https://login.example.org/", "Production")]
    [InlineData("http://127.0.0.1:8080/realms/hub", "Production")]
    [InlineData("http://login.test", "Development")]
    public void Another_issuer_may_give_the_tokens(string authority, string environment)
    {
        var options = Read(null, null, environment, ("Hub:Auth:Authority", authority), ("Hub:Auth:AcceptPlainJwt", "true"));

        Assert.Equal(authority, options.Authority!.OriginalString);
        Assert.True(options.AcceptsPlainJwt);
        Assert.Null(Read(null, null).Authority);
    }

    [Theory]
    [InlineData("Hub:Auth:Authority", "login.example.org")]
    [InlineData("Hub:Auth:Authority", "https://login.example.org?realm=hub")]
    [InlineData("Hub:Auth:Authority", "https://me@login.example.org")]
    [InlineData("Hub:Auth:Authority", "http://login.example.org")]
    [InlineData("Hub:Auth:AcceptPlainJwt", "yes")]
    public void A_wrong_setting_of_the_other_issuer_is_refused_by_its_name(string setting, string value)
    {
        var refusal = Assert.Throws<SettingException>(() => Read(null, null, "Production", (setting, value)));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    private static AuthOptions Read(string? issuer, string? url, string environment = "Production", params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string?> { ["Hub:Auth:Issuer"] = issuer, ["Hub:HttpUrl"] = url };
        foreach (var (name, value) in more)
            settings[name] = value;
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
