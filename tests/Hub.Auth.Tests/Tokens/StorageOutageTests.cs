using System.Net;
using System.Text.Json;
using Hub.Auth.Tokens;
using Hub.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Auth.Tests.Tokens;

public sealed class StorageOutageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(13)]
    [InlineData(10)]
    [InlineData(5)]
    public async Task While_the_database_fails_the_client_is_told_to_come_again(int code)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        await Around(new DbUpdateException("not stored", new SqliteException("disk", code)))(http);

        Assert.Equal((503, "5"), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
        http.Response.Body.Position = 0;
        Assert.Equal("temporarily_unavailable", (await JsonDocument.ParseAsync(http.Response.Body, cancellationToken: Cancel)).RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_statement_that_is_wrong_is_no_outage() =>
        await Assert.ThrowsAsync<SqliteException>(() => Around(new SqliteException("no such table", 1))(new DefaultHttpContext()));

    [Fact]
    public async Task While_a_use_cannot_be_noted_nobody_is_let_in()
    {
        await using var hub = new AuthHost();
        await hub.InitializeAsync();
        var client = await hub.AddClientAsync();
        using var maker = ProofMaker.ES256();
        await using var db = hub.Database.Open();

        await db.Database.ExecuteSqlRawAsync("ALTER TABLE used_proofs RENAME TO used_proofs_away", Cancel);
        using var refused = await AskAsync();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE used_proofs_away RENAME TO used_proofs", Cancel);
        using var later = await AskAsync();

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (refused.StatusCode, later.StatusCode));

        Task<HttpResponseMessage> AskAsync()
        {
            var request = AuthHost.Request(("grant_type", "client_credentials"), ("client_id", client.ClientId), ("client_secret", client.Secret));
            request.Headers.Add("DPoP", maker.Make(hub.Clock.GetUtcNow(), AuthHost.Issuer + "/connect/token"));
            return hub.Http.SendAsync(request, Cancel);
        }
    }

    private static RequestDelegate Around(Exception failure) => new StorageOutage(NullLogger<StorageOutage>.Instance).Around(_ => throw failure);
}
