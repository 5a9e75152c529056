namespace Grpc.Core;

/// <summary>The canonical outcome of a call. The numbers are part of the wire protocol.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The call was cancelled, usually by its caller.</summary>
    Cancelled = 1,

    /// <summary>The call failed for a reason that has no code of its own, such as an exception in the service.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the service.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call was complete.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something the request names does not exist.</summary>
    NotFound = 5,

    /// <summary>Something the request wants to create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size limit or a resource is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The service is not in a state that allows this; repeating without a change will not help.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost against a concurrent one; a higher level may try again.</summary>
    Aborted = 10,

    /// <summary>The request reaches past the end of what exists.</summary>
    OutOfRange = 11,

    /// <summary>The service does not have this call.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the service or of the protocol is broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; trying again may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or damaged beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who it is.</summary>
    Unauthenticated = 16,
}
