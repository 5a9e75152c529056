using System.Text;
using Hub.Auth.Audit;
using Hub.Auth.Keys;
using Hub.Auth.Tests.Audit;
using Hub.Auth.Tokens;
using Hub.Data;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tests.Keys;

public sealed class KeyRotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly OperatorKeys _operatorKeys = new(new OperatorKey(System.Security.Cryptography.SHA256.HashData("one"u8)));
    private readonly List<IDisposable> _made = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Bar O2 of the contract.
    [Fact]
    public async Task Through_400_days_no_token_fails_at_a_caller_that_keeps_the_keys_for_a_day()
    {
        var nodes = new[] { await NodeAsync(), await NodeAsync() };
        var ofADay = new Queue<JsonWebKeySet>();
        var (failed, tokens, signers) = (0, 0, new HashSet<string>());
        var (jwks, read) = (Array.Empty<byte>(), (JsonWebKeySet?)null);

        for (var hour = 0; hour < 400 * 24; hour++)
        {
            // One node reads the keys this hour; the other, which read them an hour ago, goes by the clock.
            var (one, other) = hour % 2 == 0 ? (nodes[0], nodes[1]) : (nodes[1], nodes[0]);
            await one.Rotation.StepAsync(Cancel);
            if (jwks != one.Ring.Current.Jwks)
                (jwks, read) = (one.Ring.Current.Jwks, new(Encoding.UTF8.GetString(one.Ring.Current.Jwks)));
            ofADay.Enqueue(read!);
            var token = other.Issuer.Issue(Client, Scopes.FeedRead, Resources.All).AccessToken;
            signers.Add(new JsonWebToken(token).Kid);
            tokens++;

            // The token is checked in its last second, with keys read a day ago; the oldest reading is the worst.
            _clock.Advance(AuthOptions.TokenLifetime - TimeSpan.FromSeconds(1));
            if (!await IsGoodAsync(token, ofADay.Peek()) || (ofADay.Peek() != read && !await IsGoodAsync(token, read!)))
                failed++;
            if (ofADay.Count > 24)
                ofADay.Dequeue();
            _clock.Advance(TimeSpan.FromHours(1) - AuthOptions.TokenLifetime + TimeSpan.FromSeconds(1));
        }

        Assert.Equal((0, 9_600), (failed, tokens));
        Assert.Equal(5, signers.Count);
        Assert.True(nodes[0].Ring.Current.Stored.Count <= 2);
    }

    [Fact]
    public async Task Of_several_processes_one_makes_the_successor()
    {
        var nodes = new[] { await NodeAsync(), await NodeAsync(), await NodeAsync() };
        _clock.Advance(TimeSpan.FromDays(76));

        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.Rotation.StepAsync(Cancel))));

        var stored = await Store().ListAsync(Cancel);
        Assert.Equal(2, stored.Count);
        Assert.All(nodes, node => Assert.Equal(2, node.Ring.Current.Validation.Count));
        Assert.Single(nodes.Select(node => node.Ring.Current.Signing.Key.KeyId).Distinct());
    }

    [Fact]
    public async Task Several_first_starts_at_once_make_one_key()
    {
        await Database().MigrateAsync(Cancel);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(NodeAsync)));

        Assert.Single(await Store().ListAsync(Cancel));
    }

    [Fact]
    public async Task The_private_part_of_a_removed_key_is_destroyed_and_the_public_one_kept()
    {
        var node = await NodeAsync();
        await StepAfterAsync(node, 76);
        await StepAfterAsync(node, 16);

        var removed = (await Store().ListAsync(Cancel))[0];

        Assert.Equal(_clock.GetUtcNow(), removed.RemovedAt);
        Assert.Empty(removed.WrappedPrivateKey);
        Assert.Contains(removed.Kid, removed.PublicJwk, StringComparison.Ordinal);
        Assert.DoesNotContain(removed.Kid, node.Ring.Current.Validation.Keys);
    }

    [Fact]
    public async Task After_a_long_stop_the_old_key_signs_until_its_successor_was_announced()
    {
        var first = (await NodeAsync()).Ring.Current.Signing.Key.KeyId;
        _clock.Advance(TimeSpan.FromDays(300));

        var node = await NodeAsync();

        Assert.Equal(first, node.Ring.Current.Signing.Key.KeyId);
        await StepAfterAsync(node, 14);
        Assert.NotEqual(first, node.Ring.Current.Signing.Key.KeyId);
    }

    [Theory]
    [InlineData(KeyPeriods.AnnounceSetting, "1", "from 2 to 365")]
    [InlineData(KeyPeriods.SignSetting, "0", "from 2 to 3650")]
    [InlineData(KeyPeriods.RetireSetting, "soon", "from 1 to 8760")]
    [InlineData(KeyPeriods.AnnounceSetting, "91", "longer than the 90 days")]
    public void Periods_that_make_no_sense_are_refused(string setting, string value, string said)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();

        var refusal = Assert.Throws<SettingException>(() => KeyPeriods.Read(configuration));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Periods_are_two_weeks_ninety_days_and_a_day_unless_set()
    {
        Assert.Equal(KeyPeriods.Standard, KeyPeriods.Read(new ConfigurationBuilder().Build()));
    }

    public void Dispose()
    {
        _made.ForEach(made => made.Dispose());
        _operatorKeys.Dispose();
        _folder.Dispose();
    }

    private static ClientRecord Client { get; } =
        new("client", ClientStatus.Active, Scopes.FeedRead, 1, Guid.CreateVersion7(), ParticipantStatus.Active, []);

    private async Task StepAfterAsync(Node node, int days)
    {
        _clock.Advance(TimeSpan.FromDays(days));
        await node.Rotation.StepAsync(Cancel);
    }

    private async Task<bool> IsGoodAsync(string token, JsonWebKeySet keys)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new()
        {
            ValidIssuer = AuthHost.Issuer,
            ValidAudience = AuthHost.Issuer + "/grpc",
            IssuerSigningKeys = keys.Keys,
            LifetimeValidator = (_, expires, _, _) => expires > _clock.GetUtcNow().UtcDateTime,
        });
        return result.IsValid;
    }

    private HubDatabase Database() => new(_folder.Path);

    private SigningKeyStore Store()
    {
        var provider = new ServiceCollection().AddHubData(_folder.Path).BuildServiceProvider();
        Keep(provider);
        return new(provider.GetRequiredService<IDbContextFactory<HubDbContext>>());
    }

    private AuditLog Audit()
    {
        var log = new AuditRig(_folder.Path, _clock, _operatorKeys);
        Keep(log);
        return log.Log;
    }

    // What a host runs by a timer, run by hand: a background step between two of the test's would not be the same every time.
    private async Task<Node> NodeAsync()
    {
        await Database().MigrateAsync(Cancel);
        var options = AuthOptions.Read(
            new ConfigurationBuilder().AddInMemoryCollection([new("Hub:Auth:Issuer", AuthHost.Issuer)]).Build(),
            Host.CreateEmptyApplicationBuilder(null).Environment);
        var (store, audit) = (Store(), Audit());
        var ring = new KeyRing(store, _operatorKeys, options, _clock, NullLogger<KeyRing>.Instance);
        var rotation = new KeyRotation(store, ring, KeyPeriods.Standard, _operatorKeys.Newest, _clock, audit, NullLogger<KeyRotation>.Instance);
        await rotation.BeginAsync(Cancel);
        Keep(ring);
        Keep(rotation);
        return new(rotation, ring, new(ring, options, _clock, audit, NullLogger<TokenIssuer>.Instance));
    }

    private void Keep(IDisposable made)
    {
        lock (_made)
            _made.Add(made);
    }

    private sealed record Node(KeyRotation Rotation, KeyRing Ring, TokenIssuer Issuer);
}
