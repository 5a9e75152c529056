using Hub.Api.Catalogue;
using Hub.Testing;

namespace Hub.Api.Tests.Catalogue;

public sealed class ReasonsTests
{
    [Fact]
    public void Every_reason_has_its_texts_in_both_languages()
    {
        foreach (var reason in Reasons.All)
        {
            var text = Reasons.TextOf(reason, "detail");
            var fix = Reasons.FixOf(reason);

            Assert.All([text.Id, text.En, fix.Id, fix.En], t => Assert.EndsWith(".", t, StringComparison.Ordinal));
            Assert.DoesNotContain("{0}", text.Id + text.En, StringComparison.Ordinal);
            Assert.NotEqual(text.Id, text.En);
        }
    }

    [Fact]
    public void Every_reason_the_rules_and_decisions_name_is_in_the_catalogue()
    {
        var folder = Repository.Root;
        var named = Directory.EnumerateFiles(Path.Combine(folder, "src/Hub.Api/Catalogue"), "*Rules.cs")
            .Append(Path.Combine(folder, "src/Hub.Api/Catalogue/SharedFields.cs"))
            .Append(Path.Combine(folder, "src/Hub.Data/Catalogue/RevisionRules.cs"))
            .Concat(new[] { "ItemReviews", "OfferApplier", "OfferEnds", "PendingRows", "QuarantineRelease", "SnapshotFlip", "SnapshotStaging", "VerdictRows" }
                .Select(name => Path.Combine(folder, $"src/Hub.Data/Catalogue/{name}.cs"))
                .Where(File.Exists))
            .Where(file => Path.GetFileName(file) is not ("ItemsRules.cs" or "ReviewRules.cs" or "SessionRules.cs"))
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), "\"([A-Z]{3,}(_[A-Z]+)+)\""))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();

        Assert.True(named.Count > 20);
        Assert.Equal([], named.Except(Reasons.All).Order());
    }
}
