using Grpc.Core;
using Grpc.Core.Interceptors;
using Hub.Auth;
using Hub.Auth.Bearer;
using Hub.Auth.Dpop;
using Hub.Data.Clients;

namespace Hub.Api.Access;

/// <summary>
/// Lets a gRPC call in or refuses it, by the rule of its method in the contracts. No call goes past it, and no other code of the gRPC
/// services checks tokens or scopes.
/// </summary>
internal sealed class AccessInterceptor(
    AccessRules rules, BearerTokens tokens, LiveCallers callers, AuthOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<AccessInterceptor> log)
    : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await LetInAsync(context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        TResponse? response = null;
        await StreamAsync(context, async () => response = await continuation(requestStream, context));
        return response!;
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        StreamAsync(context, () => continuation(request, responseStream, context));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        StreamAsync(context, () => continuation(requestStream, responseStream, context));

    private async Task StreamAsync(ServerCallContext context, Func<Task> call)
    {
        if (await LetInAsync(context) is not { } caller)
        {
            await call();
            return;
        }

        var http = context.GetHttpContext();
        using var live = callers.Follow(caller);
        using var life = new StreamLife(live, http, time, lifetime.ApplicationStopping);
        http.Features.Set(life);
        await life.RunAsync(call, context);
    }

    /// <returns>Who calls; null when the method is open to everyone.</returns>
    private async ValueTask<Caller?> LetInAsync(ServerCallContext context)
    {
        if (rules.Find(context.Method) is not { } rule)
        {
            log.RuleMissing(context.Method);
            throw AccessFailures.RuleMissing(context.Method).ToException();
        }

        if (rule.IsOpen)
            return null;

        var http = context.GetHttpContext();
        var isDpop = BearerTokens.IsDpop(http.Request.Headers.Authorization);
        var result = await tokens.AuthenticateAsync(
            http.Request.Headers.Authorization, Resources.Grpc, http, http.Request.Headers[DpopSupport.ProofHeader], context.CancellationToken);
        if (result.Caller is not { } caller)
        {
            log.CallRefused(context.Method, "-", result.Reason);
            var failure = AccessFailures.Of(result);

            // What RFC 6750 and RFC 9449 say to HTTP clients; one of gRPC finds it in the headers or trailers of the answer.
            if (result.Failure != BearerFailure.IssuerUnreachable)
            {
                http.Response.Headers.WWWAuthenticate = Challenges.Of(result, isDpop, options, Resources.Grpc);
                failure.With("resource_metadata", Challenges.MetadataUrl(options, Resources.Grpc));
            }

            throw failure.ToException();
        }

        if (!caller.HasAnyOf(rule.AnyOf))
        {
            log.CallRefused(context.Method, caller.ClientId, "SCOPE_MISSING");
            http.Response.Headers.WWWAuthenticate = Challenges.OfScope(
                ScopeNames.Format(rule.AnyOf), AccessFailures.ScopeText(rule.AnyOf), isDpop, options, Resources.Grpc);
            throw AccessFailures.ScopeMissing(rule.AnyOf).ToException();
        }

        http.Features.Set(caller);
        return caller;
    }
}
