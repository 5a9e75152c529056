using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;

namespace Hub.Auth.Tests.Tokens;

public sealed class StorageOutageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_use_cannot_be_noted_the_client_is_told_to_come_again()
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

        var answer = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (refused.StatusCode, answer.GetProperty("error").GetString()));
        Assert.Equal("5", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal("no-store", refused.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);

        Task<HttpResponseMessage> AskAsync()
        {
            var request = AuthHost.Request(("grant_type", "client_credentials"), ("client_id", client.ClientId), ("client_secret", client.Secret));
            request.Headers.Add("DPoP", maker.Make(hub.Clock.GetUtcNow(), AuthHost.Issuer + "/connect/token"));
            return hub.Http.SendAsync(request, Cancel);
        }
    }
}
