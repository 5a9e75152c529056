namespace PartnerSync;

/// <summary>Keeps absolute http and https addresses, without query and fragment unless told otherwise.</summary>
/// <param name="keepQuery">True keeps the query; tokens often hide in it.</param>
/// <param name="scheme">Put before an address that names none, such as <c>www.example.org</c>; null leaves that unset.</param>
internal sealed class UrlStep(bool keepQuery, string? scheme) : Step
{
    public override void Apply(in Row row, Cell cell) => cell.ForEach(Clean, "an absolute http or https address");

    private string? Clean(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) || scheme is null ? text : $"{scheme}://{text}";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || !uri.Host.Contains('.', StringComparison.Ordinal))
        {
            return null;
        }

        // Cut, not rebuilt: the rest stays letter for letter as the partner wrote it.
        var end = keepQuery ? address.IndexOf('#', StringComparison.Ordinal) : address.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? address : address[..end];
    }
}
