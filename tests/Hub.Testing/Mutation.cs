namespace Hub.Testing;

/// <summary>Messages with a few bytes changed, some of them cut.</summary>
public static class Mutation
{
    public static byte[] Of(byte[] message, Random random)
    {
        var changed = (byte[])message.Clone();
        for (var n = random.Next(1, 6); n > 0; n--)
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return random.Next(8) == 0 ? changed[..random.Next(changed.Length)] : changed;
    }
}
