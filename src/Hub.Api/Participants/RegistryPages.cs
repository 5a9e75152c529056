using Hub.Api.Hosting;

namespace Hub.Api.Participants;

/// <summary>What a request for a page of a list of the registry asks for, checked.</summary>
internal static class RegistryPages
{
    private const int StandardPage = 50;
    private const int LargestPage = 500;

    /// <summary>Rows a page.</summary>
    public static int Size(int asked) => asked switch
    {
        0 => StandardPage,
        >= 1 and <= LargestPage => asked,
        _ => throw GrpcFailure
            .Of(FailureReasons.PageSizeOutOfRange, LargestPage, asked)
            .At("page_size", $"Use 1 to {LargestPage}, or 0 for {StandardPage}.")
            .ToException(),
    };

    /// <summary>Row key of the last row of the page before; zero for the first page.</summary>
    public static long After(string list, string token)
    {
        if (token.Length == 0)
            return 0;

        return PageToken.TryDecode(list, token, out var after)
            ? after
            : throw GrpcFailure
                .Of(FailureReasons.PageTokenInvalid)
                .At("page_token", "Send next_page_token of the page before, or nothing for the first page.")
                .ToException();
    }
}
