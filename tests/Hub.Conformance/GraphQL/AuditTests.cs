namespace Hub.Conformance.GraphQL;

/// <summary>The audits of graphql-http, which check GraphQL over HTTP, against a running hub.</summary>
public sealed class AuditTests(Dashboard dashboard) : IClassFixture<Dashboard>
{
    private const int Audits = 61;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_audit_is_passed()
    {
        NodeScripts.Require();
        var (url, token) = await dashboard.OpenAsync(Cancel);

        var audits = (await NodeScripts.RunAsync("audit.mjs", Cancel, url, token)).EnumerateArray().ToArray();

        Assert.Equal(Audits, audits.Length);
        Assert.Empty(audits.Where(audit => audit.GetProperty("status").GetString() != "ok").Select(audit => audit.ToString()));
    }
}
