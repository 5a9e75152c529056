using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Hub.Catalogue.V1;

namespace Hub.Api.Tests.Hosting;

public sealed class ReflectionServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_are_listed_and_those_of_imports_are_not()
    {
        var answer = await AskAsync(new() { ListServices = "*" });

        Assert.Equal(
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "hub.catalogue.v1.CatalogueSyncService"],
            answer.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Fact]
    public async Task A_file_comes_first_with_all_its_imports_unchanged()
    {
        var asked = CatalogueSyncServiceReflection.Descriptor;

        var answer = await AskAsync(new() { Host = "hub.example", FileByFilename = asked.Name });

        var files = answer.FileDescriptorResponse.FileDescriptorProto;
        var parsed = files.Select(FileDescriptorProto.Parser.ParseFrom).ToDictionary(file => file.Name);
        Assert.Equal(asked.SerializedData, files[0]);
        Assert.Equal(WithImports(asked).ToDictionary(file => file.Name, file => file.SerializedData),
            files.ToDictionary(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name, bytes => bytes));
        Assert.All(parsed.Values.SelectMany(file => file.Dependency), import => Assert.Contains(import, parsed.Keys));
        Assert.Equal("hub.example", answer.ValidHost);
        Assert.Equal(asked.Name, answer.OriginalRequest.FileByFilename);
    }

    [Theory]
    [InlineData("hub.catalogue.v1.CatalogueSyncService", "hub/catalogue/v1/catalogue_sync_service.proto")]
    [InlineData("hub.catalogue.v1.CatalogueSyncService.Sync", "hub/catalogue/v1/catalogue_sync_service.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.status", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.SERVING", "grpc/health/v1/health.proto")]
    [InlineData("grpc.reflection.v1.ServerReflectionRequest.message_request", "grpc/reflection/v1/reflection.proto")]
    [InlineData("google.api.http", "google/api/annotations.proto")]
    [InlineData("google.protobuf.MethodOptions", "google/protobuf/descriptor.proto")]
    public async Task A_symbol_leads_to_its_file(string symbol, string file)
    {
        var answer = await AskAsync(new() { FileContainingSymbol = symbol });

        Assert.Equal(file, FileDescriptorProto.Parser.ParseFrom(answer.FileDescriptorResponse.FileDescriptorProto[0]).Name);
    }

    [Theory]
    [InlineData(50600, "hub/access/v1/access.proto")]
    [InlineData(72295728, "google/api/annotations.proto")]
    public async Task Extensions_are_found_by_what_they_extend(int number, string name)
    {
        const string Extended = "google.protobuf.MethodOptions";

        var numbers = await AskAsync(new() { AllExtensionNumbersOfType = Extended });
        var file = await AskAsync(new() { FileContainingExtension = new() { ContainingType = Extended, ExtensionNumber = number } });
        var none = await AskAsync(new() { AllExtensionNumbersOfType = "grpc.health.v1.HealthCheckRequest" });

        Assert.Equal([50600, 72295728], numbers.AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Equal(Extended, numbers.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Equal(
            name,
            FileDescriptorProto.Parser.ParseFrom(file.FileDescriptorResponse.FileDescriptorProto[0]).Name);
        Assert.Empty(none.AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task A_question_without_an_answer_does_not_end_the_stream()
    {
        ServerReflectionRequest[] questions =
        [
            new() { FileByFilename = "no/such.proto" },
            new() { FileContainingSymbol = "no.Such" },
            new() { FileContainingExtension = new() { ContainingType = "google.protobuf.MethodOptions", ExtensionNumber = 1 } },
            new() { AllExtensionNumbersOfType = "no.Such" },
            new(),
        ];
        await using var host = await HealthAndReflectionHost.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo(cancellationToken: Cancel);

        var codes = new List<int>();
        foreach (var question in questions)
        {
            var answer = await AskAsync(call, question);
            Assert.Equal(question, answer.OriginalRequest);
            Assert.NotEmpty(answer.ErrorResponse.ErrorMessage);
            codes.Add(answer.ErrorResponse.ErrorCode);
        }
        var last = await AskAsync(call, new() { ListServices = "" });

        Assert.Equal([5, 5, 5, 5, 3], codes);
        Assert.NotEmpty(last.ListServicesResponse.Service);
    }

    [Fact]
    public async Task A_stop_is_not_held_up_by_an_idle_stream()
    {
        await using var host = await HealthAndReflectionHost.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo(cancellationToken: Cancel);
        await AskAsync(call, new() { ListServices = "" });

        var stopping = host.App.StopAsync(Cancel);
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        // The connection closes right behind the status. A client that is still sending may see the close first and call it INTERNAL.
        Assert.True(failure.StatusCode is StatusCode.Unavailable or StatusCode.Internal, failure.ToString());
    }

    [Fact]
    public async Task Reflection_can_be_left_out()
    {
        await using var host = await HealthAndReflectionHost.StartAsync(withReflection: false);
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo(cancellationToken: Cancel);

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
    {
        await using var host = await HealthAndReflectionHost.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo(cancellationToken: Cancel);
        return await AskAsync(call, question);
    }

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest question)
    {
        await call.RequestStream.WriteAsync(question, Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        return call.ResponseStream.Current;
    }

    private static HashSet<FileDescriptor> WithImports(FileDescriptor file) =>
        [file, .. file.Dependencies.SelectMany(WithImports)];
}
