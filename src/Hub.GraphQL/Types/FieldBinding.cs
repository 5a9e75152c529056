namespace Hub.GraphQL.Types;

/// <summary>Where a field's value comes from. The planner knows the kinds; see <c>Planning</c> and <c>Types/Building</c>.</summary>
public abstract class FieldBinding;
