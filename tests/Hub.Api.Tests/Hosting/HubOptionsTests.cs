using Hub.Api.Hosting;
using Hub.Auth;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Hub.Api.Tests.Hosting;

public sealed class HubOptionsTests
{
    [Fact]
    public void Development_needs_no_setting()
    {
        var options = Read(Environments.Development);

        Assert.Equal("http://127.0.0.1:5080", options.HttpUrl.ToString());
        Assert.Equal("http://127.0.0.1:5081", options.GrpcUrl.ToString());
        Assert.Equal(Path.GetFullPath("hub-data"), options.DataDirectory);
        Assert.Null(options.Certificate);
    }

    [Fact]
    public void Production_is_told_where_its_data_lies()
    {
        var refusal = Assert.Throws<SettingException>(() => Read(Environments.Production));

        Assert.StartsWith("Hub:DataDirectory is not set.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hub:HttpUrl", "5080")]
    [InlineData("Hub:HttpUrl", "http://hub.example.org:5080")]
    [InlineData("Hub:HttpUrl", "ftp://127.0.0.1:5080")]
    [InlineData("Hub:HttpUrl", "http://127.0.0.1:5080/path")]
    [InlineData("Hub:HttpUrl", "https://127.0.0.1:5080")]
    [InlineData("Hub:GrpcUrl", "http://127.0.0.1:5080")]
    [InlineData("Hub:GrpcUrl", "https://127.0.0.1:5081")]
    [InlineData("Hub:Certificate:Path", "missing.pem")]
    [InlineData("Hub:Certificate:KeyPath", "missing.key")]
    [InlineData("Hub:ShutdownNoticeSeconds", "60")]
    [InlineData("Hub:Limits:MaxConnections", "many")]
    [InlineData("Hub:Limits:MaxConnectionsPerAddress", "0")]
    [InlineData("Hub:Limits:MaxStreamsPerConnection", "0")]
    [InlineData("Hub:Limits:MaxMessageBytes", "1")]
    public void A_wrong_setting_is_named_with_reason_and_cure(string setting, string value)
    {
        var refusal = Assert.Throws<SettingException>(() => Read(Environments.Development, (setting, value)));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
        Assert.Matches("[Ss]et |[Uu]se |[Rr]emove |Give |change one", refusal.Message);
    }

    [Fact]
    public void Port_0_becomes_the_port_that_is_reserved_in_the_configuration_too()
    {
        var configuration = Configuration(("Hub:HttpUrl", "http://127.0.0.1:0"), ("Hub:GrpcUrl", "http://localhost:0"));
        using var ports = new ReservedPorts();

        var options = HubOptions.Read(configuration, new FixedEnvironment(Environments.Development), ports);

        Assert.NotEqual(0, options.HttpUrl.Port);
        Assert.NotEqual(options.HttpUrl.Port, options.GrpcUrl.Port);
        Assert.Equal(options.HttpUrl.ToString(), configuration["Hub:HttpUrl"]);
        Assert.Equal(options.GrpcUrl.ToString(), configuration["Hub:GrpcUrl"]);
    }

    private static HubOptions Read(string environment, params (string Key, string Value)[] settings)
    {
        using var ports = new ReservedPorts();
        return HubOptions.Read(Configuration(settings), new FixedEnvironment(environment), ports);
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .Build();

    private sealed class FixedEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "hub";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
