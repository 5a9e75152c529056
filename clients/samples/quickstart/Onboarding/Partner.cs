namespace Hub.Samples.Quickstart.Onboarding;

/// <summary>A participant as the hub knows it, with the credentials of its program.</summary>
internal sealed record Partner(string ParticipantId, string SourceId, Client Client);

/// <summary>What a program proves itself with.</summary>
internal sealed record Client(string Id, string Secret);

/// <summary>All who were brought in: the partners by their key, and who reads the dashboard.</summary>
internal sealed record Members(IReadOnlyDictionary<string, Partner> Partners, Client Dashboard);
