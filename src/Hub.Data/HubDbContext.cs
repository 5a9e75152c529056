using Hub.Data.Areas;
using Hub.Data.Audit;
using Hub.Data.Catalogue;
using Hub.Data.Clients;
using Hub.Data.Clusters;
using Hub.Data.Digests;
using Hub.Data.Followers;
using Hub.Data.Participants;
using Hub.Data.Providers;
using Hub.Data.Rollups;
using Hub.Data.Sectors;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data;

/// <summary>Everything the hub stores. Reads may use it directly; each table is written by one store alone.</summary>
public sealed class HubDbContext(DbContextOptions<HubDbContext> options) : DbContext(options)
{
    public DbSet<Participant> Participants => Set<Participant>();

    public DbSet<Source> Sources => Set<Source>();

    public DbSet<Offer> Offers => Set<Offer>();

    public DbSet<OfferArea> OfferAreas => Set<OfferArea>();

    public DbSet<PendingItem> PendingItems => Set<PendingItem>();

    public DbSet<SyncSession> SyncSessions => Set<SyncSession>();

    public DbSet<SessionReceipt> SessionReceipts => Set<SessionReceipt>();

    public DbSet<StagedItem> StagedItems => Set<StagedItem>();

    public DbSet<HeldWithdrawal> HeldWithdrawals => Set<HeldWithdrawal>();

    public DbSet<SumNode> SourceSums => Set<SumNode>();

    public DbSet<Verdict> Verdicts => Set<Verdict>();

    public DbSet<Change> Changes => Set<Change>();

    public DbSet<Follower> Followers => Set<Follower>();

    public DbSet<FollowerLag> FollowerLags => Set<FollowerLag>();

    public DbSet<RollupItem> RollupItems => Set<RollupItem>();

    public DbSet<DetailRollup> DetailRollups => Set<DetailRollup>();

    public DbSet<Cluster> Clusters => Set<Cluster>();

    public DbSet<ClusterMember> ClusterMembers => Set<ClusterMember>();

    public DbSet<Area> Areas => Set<Area>();

    public DbSet<Sector> Sectors => Set<Sector>();

    public DbSet<ClientCredential> Clients => Set<ClientCredential>();

    public DbSet<ClientSecret> ClientSecrets => Set<ClientSecret>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<RevokedToken> RevokedTokens => Set<RevokedToken>();

    public DbSet<RegistrationToken> RegistrationTokens => Set<RegistrationToken>();

    public DbSet<UsedProof> UsedProofs => Set<UsedProof>();

    public DbSet<AuditWitness> AuditWitnesses => Set<AuditWitness>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(HubDbContext).Assembly);
        SnakeCase.Apply(modelBuilder);
    }
}
