using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>What an operation needs of its caller: a rule, and the fields that ask for it. Without a rule nobody may select them.</summary>
internal sealed record FieldNeed(FieldRule? Rule, IReadOnlyList<NeededField> Fields);

/// <summary>A field of an operation, where it was first selected.</summary>
/// <param name="Coordinate">Type and name, such as <c>Offer.title</c>.</param>
/// <param name="Path">Response names from the root; lists have no index here, since nothing was read.</param>
/// <param name="Offset">Where in the document.</param>
internal sealed record NeededField(string Coordinate, IReadOnlyList<string> Path, int Offset);
