namespace Hub.Auth;

/// <summary>A setting is missing or wrong, and the hub must not start with it. The message names the setting and says what to do.</summary>
public sealed class SettingException : Exception
{
    public SettingException()
    {
    }

    public SettingException(string message)
        : base(message)
    {
    }

    public SettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
