using System.Security.Cryptography;
using Hub.Auth.Dpop;
using Hub.Auth.Keys;
using Hub.Testing;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tests.Dpop;

public sealed class DpopProofsTests : IDisposable
{
    private const string Url = "https://hub.test/connect/token";
    private const string Token = "eyJ.e30.AA";

    private static readonly DpopOptions Options = new(false, ["https://hub.test"], ["https://hub.test"]);

    private readonly ManualClock _clock = new();
    private readonly OperatorKeys _keys = new(new OperatorKey(RandomNumberGenerator.GetBytes(32)));
    private readonly ProofMaker _maker = ProofMaker.ES256();
    private readonly DpopNonces _nonces;
    private readonly DpopProofs _proofs;

    public DpopProofsTests()
    {
        _nonces = new(_keys, Options, _clock);
        _proofs = new(_nonces, _clock);
    }

    [Fact]
    public async Task A_good_proof_tells_its_key_id_and_time()
    {
        var proof = _maker.Make(_clock.GetUtcNow(), Url, change: (_, payload) => payload["jti"] = "once");

        var (found, refusal) = await CheckAsync(proof);

        Assert.Null(refusal);
        Assert.Equal(new DpopProof(_maker.Thumbprint, "once", _clock.GetUtcNow()), found);
    }

    [Fact]
    public async Task A_key_of_RSA_is_as_good()
    {
        using var maker = ProofMaker.PS256();

        var (found, _) = await CheckAsync(maker.Make(_clock.GetUtcNow(), Url));

        Assert.Equal(maker.Thumbprint, found?.Thumbprint);
    }

    [Theory]
    [InlineData("https://hub.test/connect/token?a=b#c")]
    [InlineData("HTTPS://HUB.test:443/connect/token")]
    [InlineData("https://hub.test/x/../connect/%74oken")]
    public async Task A_URL_is_compared_without_query_and_normalised(string url)
    {
        var (found, _) = await CheckAsync(_maker.Make(_clock.GetUtcNow(), url));

        Assert.NotNull(found);
    }

    [Theory]
    [InlineData("http://hub.test/connect/token")]
    [InlineData("https://hub.test/connect/Token")]
    [InlineData("https://hub.test/connect/token/")]
    [InlineData("https://hub.test:444/connect/token")]
    [InlineData("https://hub.test.evil/connect/token")]
    [InlineData("https://a@hub.test/connect/token")]
    [InlineData("wss://hub.test/connect/token")]
    [InlineData("/connect/token")]
    [InlineData("")]
    public async Task A_proof_for_another_URL_is_refused(string url)
    {
        var (_, refusal) = await CheckAsync(_maker.Make(_clock.GetUtcNow(), url));

        Assert.Equal("DPOP_URL_MISMATCH", refusal?.Reason);
        Assert.Contains(Url, refusal?.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-60, null)]
    [InlineData(-61, "DPOP_TIME_OUT_OF_RANGE")]
    [InlineData(30, null)]
    [InlineData(31, "DPOP_TIME_OUT_OF_RANGE")]
    [InlineData(-3_600, "DPOP_TIME_OUT_OF_RANGE")]
    [InlineData(3_600, "DPOP_TIME_OUT_OF_RANGE")]
    public async Task A_proof_is_good_for_a_minute_and_half_a_minute_early(int seconds, string? reason)
    {
        var (_, refusal) = await CheckAsync(_maker.Make(_clock.GetUtcNow().AddSeconds(seconds), Url));

        Assert.Equal(reason, refusal?.Reason);
    }

    [Theory]
    [InlineData(600, "it is 600 seconds ahead")]
    [InlineData(-600, "it is 600 seconds behind")]
    public async Task A_clock_that_is_wrong_is_told_by_how_much(int seconds, string told)
    {
        var (_, refusal) = await CheckAsync(_maker.Make(_clock.GetUtcNow().AddSeconds(seconds), Url));

        Assert.Contains(told, refusal?.English, StringComparison.Ordinal);
        Assert.Contains("600 detik", refusal?.Indonesian, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public async Task A_jump_of_the_clock_makes_a_proof_no_better(int seconds)
    {
        var proof = _maker.Make(_clock.GetUtcNow(), Url);
        var nonce = _nonces.Current();

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal("DPOP_TIME_OUT_OF_RANGE", (await CheckAsync(proof)).Refusal?.Reason);
        Assert.False(_nonces.IsGood(nonce));
    }

    public static TheoryData<string, string> Wrongs() => new()
    {
        { "no typ", "DPOP_TYPE_WRONG" },
        { "typ JWT", "DPOP_TYPE_WRONG" },
        { "typ at+jwt", "DPOP_TYPE_WRONG" },
        { "typ in capitals", "DPOP_TYPE_WRONG" },
        { "alg none", "DPOP_ALGORITHM_UNSUPPORTED" },
        { "alg HS256", "DPOP_ALGORITHM_UNSUPPORTED" },
        { "alg RS256", "DPOP_ALGORITHM_UNSUPPORTED" },
        { "alg ES384", "DPOP_ALGORITHM_UNSUPPORTED" },
        { "no alg", "DPOP_ALGORITHM_UNSUPPORTED" },
        { "crit", "DPOP_EXTENSION_UNSUPPORTED" },
        { "no jwk", "DPOP_KEY_INVALID" },
        { "jwk a text", "DPOP_KEY_INVALID" },
        { "jwk private", "DPOP_KEY_INVALID" },
        { "jwk symmetric", "DPOP_KEY_INVALID" },
        { "jwk of another kty", "DPOP_KEY_INVALID" },
        { "jwk of another curve", "DPOP_KEY_INVALID" },
        { "jwk off the curve", "DPOP_KEY_INVALID" },
        { "jwk short", "DPOP_KEY_INVALID" },
        { "jwk padded", "DPOP_KEY_INVALID" },
        { "jwk for another alg", "DPOP_KEY_INVALID" },
        { "jwk to encrypt", "DPOP_KEY_INVALID" },
        { "another's jwk", "DPOP_SIGNATURE_INVALID" },
        { "no jti", "DPOP_ID_INVALID" },
        { "jti empty", "DPOP_ID_INVALID" },
        { "jti long", "DPOP_ID_INVALID" },
        { "no htm", "DPOP_METHOD_MISMATCH" },
        { "htm GET", "DPOP_METHOD_MISMATCH" },
        { "htm in small letters", "DPOP_METHOD_MISMATCH" },
        { "htm a list", "DPOP_METHOD_MISMATCH" },
        { "no htu", "DPOP_URL_MISMATCH" },
        { "htu a list", "DPOP_URL_MISMATCH" },
        { "htu long", "DPOP_URL_MISMATCH" },
        { "no iat", "DPOP_TIME_OUT_OF_RANGE" },
        { "iat a word", "DPOP_PROOF_MALFORMED" },
        { "iat a text of digits", "DPOP_PROOF_MALFORMED" },
        { "exp a text of digits", "DPOP_PROOF_MALFORMED" },
        { "nbf a text of digits", "DPOP_PROOF_MALFORMED" },
        { "iat negative", "DPOP_TIME_OUT_OF_RANGE" },
        { "iat huge", "DPOP_TIME_OUT_OF_RANGE" },
        { "nonce a number", "DPOP_NONCE_INVALID" },
        { "nonce made up", "DPOP_NONCE_REQUIRED" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task A_proof_with_one_thing_wrong_is_refused_by_its_name(string what, string reason)
    {
        var proof = _maker.Make(_clock.GetUtcNow(), Url, change: (header, payload) => Spoil(what, header, payload));

        var (found, refusal) = await CheckAsync(proof);

        Assert.Null(found);
        Assert.Equal(reason, refusal?.Reason);
        Assert.DoesNotContain('"', refusal!.English);
        Assert.NotEqual("", refusal.Indonesian);
    }

    [Theory]
    [InlineData("DPOP_PROOF_MISSING")]
    [InlineData("DPOP_PROOF_MISSING", "")]
    [InlineData("DPOP_PROOF_REPEATED", "a.b.c", "a.b.c")]
    [InlineData("DPOP_PROOF_REPEATED", "a.b.c, a.b.c")]
    [InlineData("DPOP_PROOF_MALFORMED", "x")]
    [InlineData("DPOP_PROOF_MALFORMED", "..")]
    [InlineData("DPOP_PROOF_MALFORMED", "a.b.c.d.e")]
    [InlineData("DPOP_PROOF_MALFORMED", "bnVsbA.bnVsbA.AA")]
    public async Task A_header_without_a_proof_is_refused(string reason, params string[] headers)
    {
        var (_, refusal) = await _proofs.CheckAsync(new StringValues(headers), "POST", [Url], null);

        Assert.Equal(reason, refusal?.Reason);
    }

    [Fact]
    public async Task A_proof_of_a_megabyte_is_refused_unread()
    {
        Assert.Equal("DPOP_PROOF_MALFORMED", (await CheckAsync(new string('a', 1 << 20))).Refusal?.Reason);
    }

    [Fact]
    public async Task A_proof_that_was_changed_is_refused()
    {
        var parts = _maker.Make(_clock.GetUtcNow(), Url).Split('.');
        var other = _maker.Make(_clock.GetUtcNow(), Url).Split('.');

        var (_, refusal) = await CheckAsync($"{parts[0]}.{other[1]}.{parts[2]}");

        Assert.Equal("DPOP_SIGNATURE_INVALID", refusal?.Reason);
    }

    [Theory]
    [InlineData(1_024)]
    [InlineData(8_192)]
    public async Task A_key_of_RSA_that_is_too_small_or_too_large_is_refused(int bits)
    {
        var modulus = RandomNumberGenerator.GetBytes(bits / 8);
        modulus[0] |= 0x80;

        var (_, refusal) = await CheckAsync(RsaProof(Base64UrlEncoder.Encode(modulus), "AQAB"));

        Assert.Equal("DPOP_KEY_INVALID", refusal?.Reason);
        Assert.Contains("2048", refusal?.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AQ")]
    [InlineData("BA")]
    [InlineData("AAEAAQ")]
    [InlineData("_____________w")]
    public async Task A_key_of_RSA_with_a_bad_exponent_is_refused(string exponent)
    {
        var modulus = RandomNumberGenerator.GetBytes(256);
        modulus[0] |= 0x80;

        Assert.Equal("DPOP_KEY_INVALID", (await CheckAsync(RsaProof(Base64UrlEncoder.Encode(modulus), exponent))).Refusal?.Reason);
    }

    [Fact]
    public async Task A_key_with_a_member_twice_is_refused()
    {
        var key = _maker.Jwk();
        var header = $$$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"AA","x":"{{{key["x"]}}}","y":"{{{key["y"]}}}"}}""";

        var (_, refusal) = await CheckAsync(_maker.Sign(header, $$"""{"jti":"a","htm":"POST","htu":"{{Url}}","iat":{{_clock.GetUtcNow().ToUnixTimeSeconds()}}}"""));

        Assert.Equal("DPOP_KEY_INVALID", refusal?.Reason);
        Assert.Contains("twice", refusal?.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Token, null)]
    [InlineData("eyJ.e30.AB", "DPOP_TOKEN_MISMATCH")]
    [InlineData(null, "DPOP_TOKEN_MISMATCH")]
    public async Task At_a_resource_the_proof_names_the_token(string? token, string? reason)
    {
        var proof = _maker.Make(_clock.GetUtcNow(), Url, token: token);

        var (_, refusal) = await _proofs.CheckAsync(proof, "POST", [Url], Token);

        Assert.Equal(reason, refusal?.Reason);
    }

    [Fact]
    public async Task Where_nonces_are_required_a_proof_without_one_is_refused_and_one_with_it_taken()
    {
        var nonces = new DpopNonces(_keys, Options with { RequiresNonce = true }, _clock);
        var proofs = new DpopProofs(nonces, _clock);

        var (_, refusal) = await proofs.CheckAsync(_maker.Make(_clock.GetUtcNow(), Url), "POST", [Url], null);
        var (found, _) = await proofs.CheckAsync(_maker.Make(_clock.GetUtcNow(), Url, nonce: nonces.Current()), "POST", [Url], null);

        Assert.Same(DpopRefusal.NonceRequired, refusal);
        Assert.NotNull(found);
    }

    public void Dispose()
    {
        _maker.Dispose();
        _keys.Dispose();
    }

    private ValueTask<(DpopProof? Proof, DpopRefusal? Refusal)> CheckAsync(string proof) => _proofs.CheckAsync(proof, "POST", [Url], null);

    private string RsaProof(string n, string e) => _maker.Make(_clock.GetUtcNow(), Url, change: (header, _) =>
    {
        header["alg"] = "PS256";
        header["jwk"] = new { kty = "RSA", n, e };
    });

    private void Spoil(string what, Dictionary<string, object?> header, Dictionary<string, object?> payload)
    {
        using var other = ProofMaker.ES256();
        var jwk = (Dictionary<string, object?>)header["jwk"]!;
        Action act = what switch
        {
            "no typ" => () => header.Remove("typ"),
            "typ JWT" => () => header["typ"] = "JWT",
            "typ at+jwt" => () => header["typ"] = "at+jwt",
            "typ in capitals" => () => header["typ"] = "DPOP+JWT",
            "no alg" => () => header.Remove("alg"),
            "crit" => () => header["crit"] = new[] { "exp" },
            "no jwk" => () => header.Remove("jwk"),
            "jwk a text" => () => header["jwk"] = "key",
            "jwk private" => () => header["jwk"] = _maker.Jwk(isPrivate: true),
            "jwk symmetric" => () => header["jwk"] = new { kty = "oct", k = "AAAA" },
            "jwk of another kty" => () => jwk["kty"] = "RSA",
            "jwk of another curve" => () => jwk["crv"] = "P-384",
            "jwk off the curve" => () => jwk["y"] = Base64UrlEncoder.Encode(new byte[32]),
            "jwk short" => () => jwk["x"] = Base64UrlEncoder.Encode(new byte[31]),
            "jwk padded" => () => jwk["x"] += "=",
            "jwk for another alg" => () => jwk["alg"] = "ES384",
            "jwk to encrypt" => () => jwk["use"] = "enc",
            "another's jwk" => () => header["jwk"] = other.Jwk(),
            "jti empty" => () => payload["jti"] = "",
            "jti long" => () => payload["jti"] = new string('a', 257),
            "htm GET" => () => payload["htm"] = "GET",
            "htm in small letters" => () => payload["htm"] = "post",
            "htm a list" => () => payload["htm"] = new[] { "POST" },
            "htu a list" => () => payload["htu"] = new[] { Url },
            "htu long" => () => payload["htu"] = Url + "?" + new string('a', 2_048),
            "iat a word" => () => payload["iat"] = "now",
            "iat a text of digits" => () => payload["iat"] = $"{payload["iat"]}",
            "exp a text of digits" => () => payload["exp"] = $"{payload["iat"]}",
            "nbf a text of digits" => () => payload["nbf"] = $"{payload["iat"]}",
            "iat negative" => () => payload["iat"] = -1,
            "iat huge" => () => payload["iat"] = long.MaxValue,
            "nonce a number" => () => payload["nonce"] = 5,
            "nonce made up" => () => payload["nonce"] = Base64UrlEncoder.Encode(new byte[24]),
            _ when what.StartsWith("alg ", StringComparison.Ordinal) => () => header["alg"] = what[4..],
            _ => () => payload.Remove(what[3..]),
        };
        act();
    }
}
