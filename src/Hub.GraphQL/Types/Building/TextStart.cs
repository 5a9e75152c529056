using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Reads a chain of properties, or the start of the text it ends in, such as <c>b => b.Code.Substring(0, 2)</c>.</summary>
internal static class TextStart
{
    /// <summary>The path, and how many characters count; 0 for all.</summary>
    public static (MemberPath Path, int Length) Read(LambdaExpression lambda)
    {
        var (inner, length) = lambda.Body is MethodCallExpression
        {
            Method.Name: nameof(string.Substring),
            Object: { } text,
            Arguments: [ConstantExpression { Value: 0 }, ConstantExpression { Value: int characters }],
        }
            ? (text, characters)
            : (lambda.Body, 0);
        return MemberPath.TryRead(inner, lambda.Parameters[0]) is { } path
            ? (path, length)
            : throw new ArgumentException($"\"{lambda}\" is neither a chain of properties nor the start of a text.", nameof(lambda));
    }
}
