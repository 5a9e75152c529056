using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Http;

namespace Hub.GraphQL.Tests.Http;

public class RequestJsonTests
{
    [Theory]
    [InlineData("""{"query":"{ a }"}""", "{ a }")]
    [InlineData("""{"query":"{\n a(b: \"c\")\u007d"}""", "{\n a(b: \"c\")}")]
    [InlineData("""{"query":"{ a # \ud83d\ude00\n}"}""", "{ a # 😀\n}")]
    [InlineData("""{"qu\u0065ry":"{ a }"}""", "{ a }")]
    [InlineData("""{"query":"{ x }","query":"{ a }"}""", "{ a }")]
    public void The_document_is_the_text_of_the_last_query(string body, string expected)
    {
        var request = Read(body).Request!;

        Assert.Equal(expected, Encoding.UTF8.GetString(request.EscapedQuery.IsEmpty ? request.Query.Span : RequestJson.Unescape(request.EscapedQuery.Span)));
    }

    [Theory]
    [InlineData("", "The body is not JSON.")]
    [InlineData("[{\"query\":", "The body is not JSON.")]
    [InlineData("""{"query":"{ a }"} {}""", "The body is not JSON.")]
    [InlineData("""{"query":"{ a }",}""", "The body is not JSON.")]
    [InlineData("[]", "Several operations in one request are not taken. Send them one by one.")]
    [InlineData("7", "The body must be a JSON object.")]
    [InlineData("""{"query":7}""", "The parameter \"query\" must be a string.")]
    [InlineData("""{"query":"{ a }","variables":[]}""", "The parameter \"variables\" must be an object.")]
    [InlineData("""{"query":"{ a }","operationName":{}}""", "The parameter \"operationName\" must be a string.")]
    [InlineData("""{"variables":{}}""", "The parameter \"query\" is missing.")]
    [InlineData("""{"query":"{ a \ud83d }"}""", "The body holds half of a surrogate pair.")]
    [InlineData("""{"query":"{ a }","operationName":"\ud83d"}""", "The body holds half of a surrogate pair.")]
    [InlineData("""{"query":"{ a }","documentId":"x"}""", "Send \"documentId\" or \"query\", not both.")]
    public void A_body_that_is_no_request_is_told_why(string body, string expected) => Assert.Equal(expected, Read(body).Error!.Message);

    [Fact]
    public void A_document_that_is_no_utf8_is_refused()
    {
        byte[] body = [.. "{\"query\":\""u8, 0xC3, .. "\"}"u8];

        Assert.NotNull(RequestJson.Read(body).Error);
    }

    [Fact]
    public void Variables_stay_as_they_stand()
    {
        var request = Read("""{"variables": {"a" : [1,  "\u0041"]}, "query": "{ a }"}""").Request!;

        Assert.Equal("""{"a" : [1,  "\u0041"]}""", Encoding.UTF8.GetString(request.VariablesJson.Span));
        Assert.Equal("A", RequestJson.Element(request.VariablesJson).GetProperty("a")[1].GetString());
    }

    private static (GraphQLRequest? Request, BadRequest? Error) Read(string body) => RequestJson.Read(Encoding.UTF8.GetBytes(body));
}
