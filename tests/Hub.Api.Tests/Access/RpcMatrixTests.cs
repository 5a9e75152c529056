using System.Linq.Expressions;
using Grpc.Core;
using Hub.Access.V1;
using Hub.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Access;

/// <summary>Every method of the contracts by no token, another participant, a wrong scope and the right one. Nothing here names a method.</summary>
public sealed class RpcMatrixTests(MatrixHub hub) : IClassFixture<MatrixHub>
{
    private readonly RpcMatrix _matrix = new(hub);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Methods() => [.. RpcMatrix.Methods.Keys];

    private static IEnumerable<string> Own => RpcMatrix.Methods.Where(m => m.Value.Rule!.Rows == Rows.Own).Select(m => m.Key);

    [Fact]
    public void Every_method_is_decided()
    {
        Assert.Empty(RpcMatrix.Methods.Where(m => m.Value.Rule is null or { Open: false, Rows: Rows.Unspecified }).Select(m => m.Key));
        Assert.Empty(Own.SelectMany(name => _matrix.Undecided(RpcMatrix.Methods[name].Method).Select(field => $"{name}: {field}")));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Without_a_token_or_the_scope_nobody_is_let_in(string name)
    {
        var (method, rule) = RpcMatrix.Methods[name];

        var (none, said) = await _matrix.CallEmptyAsync(method, null);
        Assert.Equal(rule!.Open, none != StatusCode.Unauthenticated);
        Assert.DoesNotContain(hub.Owner.Marks, mark => said.Contains(mark, StringComparison.Ordinal));
        if (rule.AnyOf.Count > 0)
        {
            var wrong = await _matrix.CallEmptyAsync(method, await hub.TokenAsync(hub.Owner, RpcMatrix.AllBut(RpcMatrix.ScopesOf(rule))));
            Assert.Equal(StatusCode.PermissionDenied, wrong.Status);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Another_participant_learns_nothing_and_the_owner_gets_its_rows(string name)
    {
        var rule = RpcMatrix.Methods[name].Rule!;

        // Operators see everybody's rows: there is no other participant among them.
        if (rule.Rows != Rows.All)
            Assert.Empty(await _matrix.LeaksAsync(name));

        var (status, told) = await _matrix.CallAsOwnerAsync(name);
        Assert.False(status is StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented or StatusCode.Internal, told);
        if (rule.Rows == Rows.Own)
            Assert.True(status is StatusCode.OK or StatusCode.FailedPrecondition, told);
    }

    [Fact]
    public async Task Where_ownership_is_taken_out_of_the_queries_every_method_about_own_rows_is_found_to_leak()
    {
        await using var open = new MatrixHub(services => services.ConfigureDbContext<HubDbContext>(options => options.AddInterceptors(new NobodysRows())));
        await open.InitializeAsync();
        var matrix = new RpcMatrix(open);

        var tight = new List<string>();
        foreach (var name in Own)
        {
            if ((await matrix.LeaksAsync(name)).Count == 0)
                tight.Add(name);
        }

        Assert.NotEmpty(Own);
        Assert.Empty(tight);
    }

    /// <summary>Makes every condition on a row's participant hold, as if it had been forgotten.</summary>
    private sealed class NobodysRows : ExpressionVisitor, IQueryExpressionInterceptor
    {
        public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

        protected override Expression VisitBinary(BinaryExpression node) =>
            node is { NodeType: ExpressionType.Equal, Left: MemberExpression { Member.Name: "ParticipantId" } } ? Expression.Constant(true) : base.VisitBinary(node);
    }
}
