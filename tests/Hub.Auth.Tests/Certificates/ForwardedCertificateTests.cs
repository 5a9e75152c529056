using Hub.Auth.Certificates;

namespace Hub.Auth.Tests.Certificates;

public sealed class ForwardedCertificateTests
{
    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("::")]
    [InlineData(":AAAA:")]
    [InlineData(":!!!!:")]
    [InlineData("without colons")]
    public void What_is_no_certificate_in_a_header_is_none(string header)
    {
        Assert.Null(ForwardedCertificate.Read(header));
    }
}
