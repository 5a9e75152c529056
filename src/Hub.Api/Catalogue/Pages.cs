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
        _ => throw CatalogueFailures.Invalid(FailureReasons.PageSize, "page_size", 500),
    };

    /// <summary>The key a token stands for; <paramref name="first"/> for an empty one.</summary>
    public static long Read(string list, string token, long first)
    {
        if (token.Length == 0)
            return first;
        return PageToken.TryDecode(list, token, out var key)
            ? key
            : throw CatalogueFailures.Invalid(FailureReasons.PageTokenMalformed, "page_token");
    }
}
