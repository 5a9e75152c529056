using System.Net;
using Hub.Auth.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Hub.Auth.Tests.Limits;

public sealed class ProxiesTests
{
    [Theory]
    [InlineData("", "10.0.0.7", "192.0.2.9", "10.0.0.7")]
    [InlineData("10.0.0.7", "10.0.0.7", "192.0.2.9", "192.0.2.9")]
    [InlineData("10.0.0.7", "10.0.0.8", "192.0.2.9", "10.0.0.8")]
    [InlineData("10.0.0.0/24", "::ffff:10.0.0.8", "192.0.2.9", "192.0.2.9")]
    [InlineData("10.0.0.7, 10.1.0.0/16", "10.0.0.7", "198.51.100.1, 192.0.2.9, 10.1.2.3", "192.0.2.9")]
    [InlineData("10.0.0.7", "10.0.0.7", "192.0.2.9, nonsense", "10.0.0.7")]
    [InlineData("10.0.0.7", "10.0.0.7", "", "10.0.0.7")]
    [InlineData("2001:db8::/32", "2001:db8::1", "2001:db9::5", "2001:db9::5")]
    public void The_address_is_the_last_that_is_none_of_a_proxy(string proxies, string connection, string forwarded, string expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(connection);
        http.Request.Headers["X-Forwarded-For"] = forwarded;

        var address = Read(proxies).AddressOf(http);

        Assert.Equal(IPAddress.Parse(expected), address);
    }

    [Fact]
    public void A_setting_that_is_no_address_is_named()
    {
        var exception = Assert.Throws<SettingException>(() => Read("10.0.0.7, proxy.example"));

        Assert.Contains("Hub:Proxies names 'proxy.example'", exception.Message, StringComparison.Ordinal);
    }

    private static Proxies Read(string setting) => Proxies.Read(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(Proxies.Setting, (string?)setting)]).Build());
}
