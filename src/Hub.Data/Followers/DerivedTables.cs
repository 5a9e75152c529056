using Hub.Data.Rollups;
using Hub.Data.Search;

namespace Hub.Data.Followers;

/// <summary>Tables and views of derived data that EF Core cannot make; the first migration does.</summary>
internal static class DerivedTables
{
    public static IEnumerable<string> Create =>
        [FollowerConfiguration.View, SearchItemConfiguration.Index, .. RollupLevel.All.Select(level => level.Create)];

    public static IEnumerable<string> Drop =>
        ["DROP VIEW follower_lags", "DROP TABLE offer_search", .. RollupLevel.All.Select(level => $"DROP TABLE {level.Table}")];
}
