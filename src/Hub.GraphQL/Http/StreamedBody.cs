using Hub.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Hub.GraphQL.Http;

/// <summary>
/// The body of a response that is sent while it is written, compressed for clients that take it. The headers go with the first bytes. Rows wait while the
/// client does not read, and only so long: an open read keeps the database from tidying up behind it.
/// </summary>
internal sealed class StreamedBody(HttpContext http, string mediaType, TimeSpan longestStall) : IResponseSink, IDisposable
{
    private MemoryStream? _encoded;
    private Stream? _encoder;
    private bool _hasBegun;

    /// <inheritdoc />
    public void Send(ReadOnlySpan<byte> json)
    {
        Write(json);
        var flushed = http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        var result = flushed.IsCompletedSuccessfully ? flushed.Result : Wait(flushed.AsTask());
        if (result.IsCompleted || result.IsCanceled)
            throw new OperationCanceledException(http.RequestAborted);
    }

    /// <summary>Sends the last bytes.</summary>
    public async ValueTask CompleteAsync(ReadOnlyMemory<byte> rest, CancellationToken cancel)
    {
        Write(rest.Span);
        if (_encoder is not null)
        {
            await _encoder.DisposeAsync();
            Take();
        }

        await http.Response.BodyWriter.FlushAsync(cancel);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _encoder?.Dispose();
        _encoded?.Dispose();
    }

    private void Write(ReadOnlySpan<byte> json)
    {
        Begin();
        if (_encoder is null)
        {
            System.Buffers.BuffersExtensions.Write(http.Response.BodyWriter, json);
            return;
        }

        _encoder.Write(json);
        _encoder.Flush();
        Take();
    }

    private void Take()
    {
        System.Buffers.BuffersExtensions.Write(http.Response.BodyWriter, _encoded!.GetBuffer().AsSpan(0, (int)_encoded.Length));
        _encoded.SetLength(0);
    }

    private void Begin()
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        http.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (Compression.Negotiate(http.Request) is not { } encoding)
            return;
        http.Response.Headers.ContentEncoding = encoding;
        _encoder = Compression.Encoder(_encoded = new(), encoding);
    }

    private System.IO.Pipelines.FlushResult Wait(Task<System.IO.Pipelines.FlushResult> flushed)
    {
        if (!flushed.Wait(longestStall, http.RequestAborted))
            throw new TimeoutException($"The client did not read for {longestStall.TotalSeconds:0.###} seconds.");
        return flushed.GetAwaiter().GetResult();
    }
}
