using Grpc.Core.Api.Tests.Trial;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Core.Api.Tests;

public sealed class FirstCallTests
{
    [Fact]
    public async Task A_call_is_answered()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(k => k.ConfigureEndpointDefaults(o => o.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var channel = GrpcChannel.ForAddress(app.Urls.First());

        var answer = await new TrialService.TrialServiceClient(channel).UnaryAsync(new Ask { Text = "hello" }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("hello", answer.Text);
    }

    internal sealed class Service : TrialService.TrialServiceBase
    {
        public override Task<Answer> Unary(Ask request, ServerCallContext context) => Task.FromResult(new Answer { Text = request.Text });
    }
}
