using System.Security.Cryptography;
using System.Text;
using Hub.Auth.Keys;

namespace Hub.Auth.Audit;

/// <summary>
/// The key that signs checkpoints. Its private part lies in the log's folder, encrypted under the operator's key; the public part beside it
/// is what verifiers are given.
/// </summary>
internal sealed class AuditKey : IDisposable
{
    private const string Purpose = "audit log ";

    private readonly ECDsa _signer;

    private AuditKey(string name, ECDsa signer)
    {
        _signer = signer;
        Verifier = new(name, signer.ExportSubjectPublicKeyInfo());
    }

    public VerifierKey Verifier { get; }

    public string Sign(Checkpoint checkpoint) => checkpoint.Sign(Verifier, _signer);

    /// <summary>Opens the key of a log, moving it under the newest operator key. Called while no other process appends.</summary>
    /// <exception cref="AuditException">It cannot be opened.</exception>
    public static AuditKey Open(AuditFolder folder, OperatorKeys operatorKeys)
    {
        if (folder.ReadText(AuditFolder.KeyFile)?.Split('\n') is not [var name, var base64, ""])
            throw new AuditException($"{folder.Full(AuditFolder.KeyFile)} is missing or malformed, so the audit log cannot go on. Restore it from a backup.");

        var wrapped = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, wrapped, out var length))
            throw new AuditException($"{folder.Full(AuditFolder.KeyFile)} is malformed, so the audit log cannot go on. Restore it from a backup.");
        if (operatorKeys.Unwrap(wrapped.AsSpan(0, length), Purpose + name) is not { } plain)
        {
            throw new AuditException(
                $"{folder.Full(AuditFolder.KeyFile)} belongs to operator key {OperatorKey.IdOf(wrapped.AsSpan(0, length))}, which does not open it. "
                + $"Give that key in {OperatorKeyLoader.PreviousSetting}, or restore the file.");
        }

        var signer = ECDsa.Create();
        signer.ImportPkcs8PrivateKey(plain, out _);
        var key = new AuditKey(name, signer);
        if (OperatorKey.IdOf(wrapped.AsSpan(0, length)) != operatorKeys.Newest.Id)
            key.Store(folder, operatorKeys.Newest, plain);
        CryptographicOperations.ZeroMemory(plain);
        if (!folder.Exists(AuditFolder.VerifierKeyFile))
            key.Publish(folder);
        return key;
    }

    /// <summary>Makes the key of a new log.</summary>
    public static AuditKey Make(AuditFolder folder, string name, OperatorKeys operatorKeys)
    {
        var key = new AuditKey(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var plain = key._signer.ExportPkcs8PrivateKey();
        key.Store(folder, operatorKeys.Newest, plain);
        CryptographicOperations.ZeroMemory(plain);
        key.Publish(folder);
        return key;
    }

    public void Dispose() => _signer.Dispose();

    private void Store(AuditFolder folder, OperatorKey operatorKey, byte[] plain) => folder.Write(
        AuditFolder.KeyFile,
        Encoding.UTF8.GetBytes($"{Verifier.Name}\n{Convert.ToBase64String(operatorKey.Wrap(plain, Purpose + Verifier.Name))}\n"));

    private void Publish(AuditFolder folder) => folder.Write(AuditFolder.VerifierKeyFile, Encoding.UTF8.GetBytes(Verifier.Text + "\n"));
}
