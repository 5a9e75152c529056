using Hub.Api.Hosting;

namespace Hub.Api.Catalogue;

/// <summary>Sizes and starts of pages, as the contract's lists state them.</summary>
internal static class Pages
{
    private const int Standard = 50;
    private const int Most = 500;

    public static int Size(int size) => size switch
    {
        0 => Standard,
        >= 1 and <= Most => size,
        _ => throw CatalogueFailures.Invalid("PAGE_SIZE", "page_size", "Ask for 1 to 500 rows a page.", "Minta 1 sampai 500 baris per halaman."),
    };

    /// <summary>The key a token stands for; <paramref name="first"/> for an empty one.</summary>
    public static long Read(string list, string token, long first)
    {
        if (token.Length == 0)
            return first;
        return PageToken.TryDecode(list, token, out var key)
            ? key
            : throw CatalogueFailures.Invalid(
                "PAGE_TOKEN_MALFORMED", "page_token", "Send the next_page_token of the page before, unchanged, with the same filters.",
                "Kirim next_page_token dari halaman sebelumnya tanpa diubah, dengan saringan yang sama.");
    }
}
