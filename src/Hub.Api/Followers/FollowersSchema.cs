using Hub.Data.Followers;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Followers;

/// <summary>What dashboards see of how old derived data is.</summary>
internal static class FollowersSchema
{
    public static void AddFollowers(this SchemaBuilder schema) => schema
        .Type<FollowerLag>("Follower", "Data derived from the change log, such as rollups, the search index or clusters, and how far it has followed.", follower => follower
            .Requires("dashboard.read")
            .Key(f => f.Id)
            .Field("name", f => f.Name, "Its name: rollups, search or clusters.")
            .Field("position", f => f.Position, "Last position of the change log that it has.")
            .Field("head", f => f.Head, "Last position of the change log.")
            .Field("lag", f => f.Lag, "Changes that it has not yet.")
            .Field("isRebuilding", f => f.IsRebuilding, "True while it is made anew from all offers, so it is not whole.")
            .Field("behindSince", f => f.BehindSince, "When the first change that it has not was committed; null when it has all.")
            .Field("updatedAt", f => f.UpdatedAt, "When it last wrote."))
        .Connection<FollowerLag>("followers", "Derived data, and how far it is behind what is stored.", followers => followers.DefaultOrder(f => f.Name));
}
