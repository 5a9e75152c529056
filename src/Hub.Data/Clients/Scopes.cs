namespace Hub.Data.Clients;

/// <summary>What a client may be allowed to do; one bit per scope, so that a set is one number.</summary>
[Flags]
public enum Scopes
{
    None = 0,
    CatalogueWrite = 1 << 0,
    CatalogueRead = 1 << 1,
    FeedRead = 1 << 2,
    WorkerWrite = 1 << 3,
    TrainingWrite = 1 << 4,
    MoneyWrite = 1 << 5,
    OutcomeWrite = 1 << 6,
    DashboardRead = 1 << 7,
    DashboardPii = 1 << 8,
    RegistryAdmin = 1 << 9,
}

/// <summary>The names scopes bear in tokens, requests and commands.</summary>
public static class ScopeNames
{
    private static readonly (string Name, Scopes Scope)[] Names =
    [
        ("catalogue.write", Scopes.CatalogueWrite),
        ("catalogue.read", Scopes.CatalogueRead),
        ("feed.read", Scopes.FeedRead),
        ("worker.write", Scopes.WorkerWrite),
        ("training.write", Scopes.TrainingWrite),
        ("money.write", Scopes.MoneyWrite),
        ("outcome.write", Scopes.OutcomeWrite),
        ("dashboard.read", Scopes.DashboardRead),
        ("dashboard.pii", Scopes.DashboardPii),
        ("registry.admin", Scopes.RegistryAdmin),
    ];

    /// <summary>Every name, in the order they are always written.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(n => n.Name)];

    /// <summary>The scope of one name; <see cref="Scopes.None"/> when there is none of that name.</summary>
    public static Scopes Find(ReadOnlySpan<char> name)
    {
        foreach (var (known, scope) in Names)
        {
            if (name.SequenceEqual(known))
                return scope;
        }

        return Scopes.None;
    }

    /// <summary>The names of a set, parted by single spaces.</summary>
    public static string Format(Scopes scopes) =>
        string.Join(' ', Names.Where(n => scopes.HasFlag(n.Scope)).Select(n => n.Name));

    /// <summary>
    /// Reads names parted by spaces. The first that names no scope is returned in <paramref name="unknown"/>, and the rest left unread.
    /// </summary>
    public static bool TryParse(string text, out Scopes scopes, out string? unknown)
    {
        ArgumentNullException.ThrowIfNull(text);
        scopes = Scopes.None;
        unknown = null;
        foreach (var part in text.AsSpan().Split(' '))
        {
            var name = text.AsSpan(part);
            if (name.IsEmpty)
                continue;

            var scope = Find(name);
            if (scope == Scopes.None)
            {
                unknown = name.ToString();
                return false;
            }

            scopes |= scope;
        }

        return true;
    }
}
