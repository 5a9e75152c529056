namespace Grpc.Core.Api.Tests;

/// <summary>What the service of one test does. Whatever a test leaves out echoes.</summary>
internal sealed class TrialHandlers
{
    public UnaryServerMethod<Ask, Answer> Unary { get; init; } = static (ask, _) => Task.FromResult(Echo(ask));

    public ClientStreamingServerMethod<Ask, Answer> Collect { get; init; } = static async (asks, context) =>
    {
        var texts = new List<string>();
        await foreach (var ask in asks.ReadAllAsync(context.CancellationToken))
            texts.Add(ask.Text);

        return new Answer { Text = string.Join(' ', texts), Count = texts.Count };
    };

    public ServerStreamingServerMethod<Ask, Answer> Expand { get; init; } = static async (ask, answers, context) =>
    {
        for (var i = 0; i < ask.Count; i++)
            await answers.WriteAsync(new Answer { Text = ask.Text, Count = i }, context.CancellationToken);
    };

    public DuplexStreamingServerMethod<Ask, Answer> Converse { get; init; } = static async (asks, answers, context) =>
    {
        await foreach (var ask in asks.ReadAllAsync(context.CancellationToken))
            await answers.WriteAsync(Echo(ask), context.CancellationToken);
    };

    public static Answer Echo(Ask ask) => new() { Text = ask.Text, Count = ask.Count, Padding = ask.Padding };
}
