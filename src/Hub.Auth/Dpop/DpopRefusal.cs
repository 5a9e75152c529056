namespace Hub.Auth.Dpop;

/// <summary>Why a DPoP proof is refused.</summary>
/// <param name="Reason">Stable, UPPER_SNAKE; a client may branch on it.</param>
/// <param name="English">What is wrong and what to do. It stands in quotation marks in a header, so it holds none and no backslash.</param>
/// <param name="Indonesian">The same in Indonesian.</param>
public sealed record DpopRefusal(string Reason, string English, string Indonesian)
{
    /// <summary>The proof lacks a nonce that is good now; the answer brings one.</summary>
    public static DpopRefusal NonceRequired { get; } = new(
        "DPOP_NONCE_REQUIRED",
        "The DPoP proof needs a nonce of the hub that is good now. Make a new proof with the one in the DPoP-Nonce header of this answer.",
        "Bukti DPoP memerlukan nonce hub yang masih berlaku. Buat bukti baru dengan nonce di header DPoP-Nonce pada jawaban ini.");

    internal static DpopRefusal Missing { get; } = new(
        "DPOP_PROOF_MISSING",
        "There is no DPoP header. Send one with a proof signed by the key of the token.",
        "Header DPoP tidak ada. Kirim satu bukti yang ditandatangani kunci token.");

    internal static DpopRefusal Repeated { get; } = new(
        "DPOP_PROOF_REPEATED", "There must be one DPoP header with one proof.", "Harus ada satu header DPoP dengan satu bukti.");

    internal static DpopRefusal Malformed { get; } = new(
        "DPOP_PROOF_MALFORMED",
        $"The DPoP header holds no JWT in compact form of at most {DpopProofs.LongestProof} characters, whose exp, iat and nbf are numbers where they are given.",
        $"Header DPoP tidak berisi JWT bentuk ringkas dengan paling banyak {DpopProofs.LongestProof} karakter, dengan exp, iat dan nbf berupa angka bila diberikan.");

    internal static DpopRefusal Type { get; } = new(
        "DPOP_TYPE_WRONG", "The header typ of the DPoP proof must be dpop+jwt.", "Header typ pada bukti DPoP harus dpop+jwt.");

    internal static DpopRefusal Algorithm { get; } = new(
        "DPOP_ALGORITHM_UNSUPPORTED",
        $"The header alg of the DPoP proof must be one of {string.Join(", ", DpopKey.Algorithms)}.",
        $"Header alg pada bukti DPoP harus salah satu dari {string.Join(", ", DpopKey.Algorithms)}.");

    internal static DpopRefusal Critical { get; } = new(
        "DPOP_EXTENSION_UNSUPPORTED",
        "The DPoP proof has the header crit; the hub knows no extension. Leave it out.",
        "Bukti DPoP memuat header crit; hub tidak mengenal ekstensi apa pun. Hapus header itu.");

    internal static DpopRefusal Key(string what, string apa) => new(
        "DPOP_KEY_INVALID", $"The header jwk of the DPoP proof is refused: {what}.", $"Header jwk pada bukti DPoP ditolak: {apa}.");

    internal static DpopRefusal Signature { get; } = new(
        "DPOP_SIGNATURE_INVALID",
        "The DPoP proof is not signed by the key in its header jwk.",
        "Bukti DPoP tidak ditandatangani oleh kunci di header jwk.");

    internal static DpopRefusal Id { get; } = new(
        "DPOP_ID_INVALID",
        $"The claim jti of the DPoP proof must be a text of 1 to {DpopProofs.LongestId} characters, another one in every proof.",
        $"Klaim jti pada bukti DPoP harus berupa teks 1 sampai {DpopProofs.LongestId} karakter, berbeda di setiap bukti.");

    internal static DpopRefusal Method(string method) => new(
        "DPOP_METHOD_MISMATCH", $"The claim htm of the DPoP proof must be {method}.", $"Klaim htm pada bukti DPoP harus {method}.");

    internal static DpopRefusal Url(string url) => new(
        "DPOP_URL_MISMATCH", $"The claim htu of the DPoP proof must be {url} here.", $"Klaim htu pada bukti DPoP di sini harus {url}.");

    /// <param name="ahead">How far the proof is ahead of the hub's clock; less than zero is behind, null does not tell.</param>
    internal static DpopRefusal Time(TimeSpan? ahead) => new(
        "DPOP_TIME_OUT_OF_RANGE",
        $"The claim iat of the DPoP proof must be seconds since 1970, at most {DpopProofs.Past.TotalSeconds:F0} seconds ago and {DpopProofs.Future.TotalSeconds:F0} ahead of the hub's clock"
        + (ahead is { } time ? $"; it is {Math.Abs(time.TotalSeconds):F0} seconds {(time < TimeSpan.Zero ? "behind" : "ahead")}" : "")
        + ". Make a proof for each call, and set the clock.",
        $"Klaim iat pada bukti DPoP harus berupa detik sejak 1970, paling lama {DpopProofs.Past.TotalSeconds:F0} detik lalu dan {DpopProofs.Future.TotalSeconds:F0} detik di depan jam hub"
        + (ahead is { } waktu ? $"; selisihnya {Math.Abs(waktu.TotalSeconds):F0} detik {(waktu < TimeSpan.Zero ? "di belakang" : "di depan")}" : "")
        + ". Buat bukti baru untuk setiap panggilan, dan setel jam.");

    internal static DpopRefusal Nonce { get; } = new(
        "DPOP_NONCE_INVALID", "The claim nonce of the DPoP proof must be a text.", "Klaim nonce pada bukti DPoP harus berupa teks.");

    internal static DpopRefusal TokenHash { get; } = new(
        "DPOP_TOKEN_MISMATCH",
        "The claim ath of the DPoP proof must be the SHA-256 of the access token in base64url.",
        "Klaim ath pada bukti DPoP harus SHA-256 dari token akses dalam base64url.");

    internal static DpopRefusal Replayed { get; } = new(
        "DPOP_PROOF_REPLAYED",
        "This DPoP proof was used before. Make a new one, with a new jti, for each call.",
        "Bukti DPoP ini sudah pernah dipakai. Buat bukti baru, dengan jti baru, untuk setiap panggilan.");
}
