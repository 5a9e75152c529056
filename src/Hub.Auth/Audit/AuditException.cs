namespace Hub.Auth.Audit;

/// <summary>The audit log cannot be written or is not what it was. The message says what to do.</summary>
public sealed class AuditException : IOException
{
    public AuditException()
    {
    }

    public AuditException(string message)
        : base(message)
    {
    }

    public AuditException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
