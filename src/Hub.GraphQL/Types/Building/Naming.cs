using System.Text;

namespace Hub.GraphQL.Types.Building;

/// <summary>Turns C# names and field names into the customs of GraphQL.</summary>
internal static class Naming
{
    /// <summary><c>CourseRun</c> and <c>courseRun</c> become <c>COURSE_RUN</c>.</summary>
    public static string UpperSnake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && name[i - 1] != '_')
                text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.ToString();
    }
}
