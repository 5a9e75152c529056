using System.Collections.Frozen;
using Hub.Catalogue.V1;

namespace Hub.Api.Catalogue;

/// <summary>The texts behind reasons, in Indonesian and English: what is wrong, and how to mend it. <c>{0}</c> stands for the detail.</summary>
internal static class Reasons
{
    private sealed record Text(string Id, string En, string FixId, string FixEn);

    private static readonly FrozenDictionary<string, Text> Texts = new Dictionary<string, Text>(StringComparer.Ordinal)
    {
        ["EXTERNAL_ID_MISSING"] = new(
            "Item tidak punya external_id.", "The item has no external_id.",
            "Isi external_id dengan kunci item di sistem Anda.", "Set external_id to the item's key in your system."),
        ["EXTERNAL_ID_TOO_LONG"] = new(
            "Kunci lebih dari 256 byte.", "The key is longer than 256 bytes.",
            "Pakai kunci yang lebih pendek.", "Use a shorter key."),
        ["EXTERNAL_ID_UNREADABLE"] = new(
            "Kunci bukan UTF-8 yang sah.", "The key is no valid UTF-8.",
            "Kirim kunci dalam UTF-8.", "Send the key in UTF-8."),
        ["REVISION_NOT_POSITIVE"] = new(
            "Revisi harus 1 atau lebih.", "The revision must be 1 or more.",
            "Mulai dari 1 dan naikkan setiap kali item berubah.", "Start at 1 and raise it with every change."),
        ["REVISION_WITH_EPOCH"] = new(
            "Dengan EPOCH hub yang menghitung revisi.", "With EPOCH the hub counts revisions.",
            "Kosongkan revisi, atau pakai COUNTER.", "Leave the revision unset, or use COUNTER."),
        ["CONTENT_MISSING"] = new(
            "Item tidak punya isi.", "The item carries no content.",
            "Isi salah satu: course, course_run, gig, vacancy, tombstone, touch.",
            "Set one of course, course_run, gig, vacancy, tombstone, touch."),
        ["KIND_NOT_OF_SOURCE"] = new(
            "Sumber ini tidak boleh memuat jenis {0}.", "This source may not hold items of kind {0}.",
            "Kirim ke sumber yang lain, atau minta jenis itu ditambahkan.", "Send it to another source, or ask for the kind to be added."),
        ["KIND_CHANGED"] = new(
            "external_id ini sudah dipakai untuk jenis penawaran lain.", "This external_id already names an offer of another kind.",
            "Pakai external_id baru; satu kunci menamai satu hal selamanya.", "Use a new external_id; a key names one thing for ever."),
        ["TITLE_MISSING"] = new(
            "Judul kosong.", "The title is empty.",
            "Isi judul, 1 sampai 300 karakter.", "Set a title of 1 to 300 characters."),
        ["FIELD_MISSING"] = new(
            "Bidang wajib ini kosong.", "This required field is empty.",
            "Isi bidang ini.", "Set the field."),
        ["STATUTORY_FIELD_MISSING"] = new(
            "Perpres 57/2023 pasal 5 meminta bidang ini pada setiap lowongan.", "Perpres 57/2023, article 5, asks for this field in every vacancy.",
            "Isi jumlah lowongan dan masa berlakunya.", "Set the number of openings and how long the vacancy is valid."),
        ["TEXT_TOO_LONG"] = new(
            "Teks terlalu panjang: {0} karakter.", "The text is too long: {0} characters.",
            "Persingkat teksnya.", "Shorten the text."),
        ["TEXT_HAS_NUL"] = new(
            "Teks memuat karakter NUL.", "The text holds a NUL character.",
            "Hapus karakter itu.", "Remove the character."),
        ["TEXT_UNREADABLE"] = new(
            "Teks memuat karakter pengganti U+FFFD: pengodeannya salah.", "The text holds the replacement character U+FFFD: its encoding went wrong.",
            "Kirim teks dalam UTF-8.", "Send the text in UTF-8."),
        ["VALUE_EMPTY"] = new(
            "Daftar memuat nilai kosong.", "The list holds an empty value.",
            "Hapus nilai yang kosong.", "Remove the empty value."),
        ["ATTRIBUTE_REPEATED"] = new(
            "Dua atribut punya nama yang sama dalam bentuk NFC.", "Two attributes have the same name in the form NFC.",
            "Beri nama yang berbeda.", "Give them different names."),
        ["TOO_MANY_VALUES"] = new(
            "Terlalu banyak nilai: {0}.", "Too many values: {0}.",
            "Kirim lebih sedikit nilai.", "Send fewer values."),
        ["LANGUAGE_MALFORMED"] = new(
            "'{0}' bukan tag bahasa BCP 47.", "'{0}' is no BCP 47 language tag.",
            "Pakai misalnya id atau en.", "Use a tag such as id or en."),
        ["URL_MALFORMED"] = new(
            "'{0}' bukan alamat http atau https yang lengkap.", "'{0}' is no absolute http or https address.",
            "Kirim alamat lengkap, atau kosongkan.", "Send the whole address, or leave it empty."),
        ["OCCUPATION_MALFORMED"] = new(
            "'{0}' bukan kode jabatan.", "'{0}' is no occupation code.",
            "Pakai 4 angka ISCO-08/KBJI atau 6 angka KBJI.", "Use 4 digits of ISCO-08/KBJI or 6 digits of KBJI."),
        ["INDUSTRY_MALFORMED"] = new(
            "'{0}' bukan kode KBLI.", "'{0}' is no KBLI code.",
            "Pakai 2 sampai 5 angka.", "Use 2 to 5 digits."),
        ["NIB_MALFORMED"] = new(
            "'{0}' bukan NIB.", "'{0}' is no NIB.",
            "NIB terdiri dari 13 angka.", "A NIB has 13 digits."),
        ["AREA_UNKNOWN"] = new(
            "Kode wilayah '{0}' tidak dikenal.", "The area code '{0}' is not known.",
            "Pakai kode Kemendagri, misalnya 33 atau 33.25, atau kosongkan.", "Use a Kemendagri code such as 33 or 33.25, or leave it out."),
        ["SECTOR_UNKNOWN"] = new(
            "Sektor nomor {0} tidak dikenal.", "Sector number {0} is not known.",
            "Pakai salah satu sektor dalam kontrak.", "Use a sector of the contract."),
        ["SECTOR_OTHER_NEEDS_OCCUPATION"] = new(
            "Sektor OTHER perlu kode jabatan.", "Sector OTHER needs an occupation code.",
            "Isi occupation_code.", "Set occupation_code."),
        ["VALUE_UNSPECIFIED"] = new(
            "Daftar memuat nilai UNSPECIFIED.", "The list holds the value UNSPECIFIED.",
            "Hapus nilai itu, atau pakai nilai yang tepat.", "Remove the value, or use the right one."),
        ["ENUM_UNKNOWN"] = new(
            "Nilai nomor {0} tidak dikenal.", "Value number {0} is not known.",
            "Pakai nilai yang ada dalam kontrak.", "Use a value of the contract."),
        ["TIME_OUT_OF_RANGE"] = new(
            "Waktu di luar tahun 1900 sampai 9999.", "The time lies outside the years 1900 to 9999.",
            "Kirim waktu yang benar dalam UTC.", "Send the right time in UTC."),
        ["TIME_REVERSED"] = new(
            "Akhir lebih awal dari mulai.", "The end lies before the start.",
            "Tukar atau perbaiki kedua waktu.", "Swap or mend the two times."),
        ["AMOUNT_OUT_OF_RANGE"] = new(
            "Jumlah {0} tidak mungkin.", "The amount {0} is not possible.",
            "Kirim rupiah bulat, 0 atau lebih.", "Send whole rupiah, 0 or more."),
        ["NUMBER_OUT_OF_RANGE"] = new(
            "Angka di luar batas: {0}.", "The number is out of range: {0}.",
            "Kirim angka dalam batas.", "Send a number within the range."),
        ["PAY_UNIT_MISSING"] = new(
            "Ada jumlah upah tanpa satuannya.", "There is an amount of pay without its unit.",
            "Isi pay_unit: HOUR, DAY, TASK atau MONTH.", "Set pay_unit to HOUR, DAY, TASK or MONTH."),
        ["PAY_RANGE_REVERSED"] = new(
            "Upah tertinggi di bawah yang terendah: {0}.", "The most pay is below the least: {0}.",
            "Tukar kedua jumlah.", "Swap the two amounts."),
        ["SEQUENCE_NOT_RISING"] = new(
            "Urutan pertemuan tidak naik.", "The sequence of the meetings does not rise.",
            "Urutkan pertemuan dan beri nomor dari 1.", "Sort the meetings and number them from 1."),
        ["REVISION_STALE"] = new(
            "Hub sudah menyimpan revisi yang lebih tinggi.", "The hub already stores a higher revision.",
            "Tidak perlu apa-apa, kecuali isi ini lebih baru: naikkan revisinya.", "Nothing to do, unless this content is newer: raise its revision."),
        ["REVISION_CONFLICT"] = new(
            "Revisi sama dengan yang tersimpan tetapi isinya lain.", "The revision equals the stored one but the content differs.",
            "Naikkan revisi setiap kali isi berubah.", "Raise the revision with every change of content."),
        ["REOPEN_NEEDS_HIGHER_REVISION"] = new(
            "Item ditarik oleh snapshot; hanya snapshot yang dibuka kemudian yang membukanya lagi dengan revisi yang sama.",
            "A snapshot withdrew the item; with the same revision only a snapshot opened later reopens it.",
            "Naikkan revisi, atau kirim snapshot baru.", "Raise the revision, or send a new snapshot."),
        ["ALREADY_EXPIRED"] = new(
            "Tersimpan, tetapi waktunya sudah lewat: penawaran tidak tampil.", "Stored, but its time has passed: the offer is not shown.",
            "Kirim revisi baru dengan valid_through atau deadline yang lebih akhir.",
            "Send a new revision with a later valid_through or deadline."),
        ["PENDING_REVIEW"] = new(
            "Versi ini menunggu pemeriksaan operator; yang tampil tetap versi terakhir yang disetujui.",
            "This version waits for an operator's review; what is shown stays the last approved one.",
            "Tidak perlu apa-apa.", "Nothing to do."),
        ["STILL_PENDING_REVIEW"] = new(
            "Versi ini sudah tersimpan dan masih menunggu pemeriksaan.", "This version is stored already and still waits for a review.",
            "Tidak perlu apa-apa.", "Nothing to do."),
        ["APPROVED"] = new(
            "Operator menyetujui versi ini.", "An operator approved this version.",
            "Tidak perlu apa-apa.", "Nothing to do."),
        ["REVIEW_REFUSED"] = new(
            "Operator menolak versi ini: {0}.", "An operator refused this version: {0}.",
            "Perbaiki item dan kirim dengan revisi baru.", "Mend the item and send it with a new revision."),
        ["STILL_REFUSED"] = new(
            "Operator sudah menolak versi ini; alasannya ada di ListVerdicts.", "An operator refused this version before; ListVerdicts tells why.",
            "Perbaiki item dan kirim dengan revisi baru.", "Mend the item and send it with a new revision."),
        ["CODE_KNOWN_NOW"] = new(
            "Kode yang dipakai sekarang dikenal: versi ini keluar dari karantina.", "The code it uses is known now: this version left quarantine.",
            "Tidak perlu apa-apa.", "Nothing to do."),
        ["STILL_QUARANTINED"] = new(
            "Versi ini sudah tersimpan dan masih dikarantina.", "This version is stored already and still quarantined.",
            "Perbaiki kodenya dengan revisi baru.", "Mend the code with a new revision."),
        ["STILL_HELD"] = new(
            "Penarikan ini masih menunggu persetujuan.", "This withdrawal still waits for an approval.",
            "Panggil ApproveWithdrawals.", "Call ApproveWithdrawals."),
        ["WITHDRAWAL_DISCARDED"] = new(
            "Penarikan ini dibuang dengan DiscardWithdrawals; item tetap tampil.",
            "This withdrawal was dropped by DiscardWithdrawals; the item stays shown.",
            "Untuk menariknya lagi, atau mengirim isinya, naikkan revisinya.", "To withdraw it again, or to send its content, raise its revision."),
        ["DECIDED_AT_COMMIT"] = new(
            "Item berubah di antara pengiriman dan Commit; ini keputusan akhir.",
            "What the hub knew changed between sending and Commit; this is the final decision.",
            "Tidak perlu apa-apa.", "Nothing to do."),
        ["WITHDRAWAL_HELD"] = new(
            "Terlalu banyak penarikan dalam satu sesi; penarikan ini menunggu persetujuan.",
            "Too many withdrawals in one session; this one waits for an approval.",
            "Periksa katalog Anda, lalu panggil ApproveWithdrawals atau DiscardWithdrawals.",
            "Check your catalogue, then call ApproveWithdrawals or DiscardWithdrawals."),
        ["TOMBSTONE_UNKNOWN_ITEM"] = new(
            "Item ini belum pernah dikirim; penarikannya dicatat.", "The item was never sent; its withdrawal is remembered.",
            "Tidak perlu apa-apa.", "Nothing to do."),
        ["TOUCH_UNKNOWN_ITEM"] = new(
            "Item ini belum pernah dikirim.", "The item was never sent.",
            "Kirim isinya.", "Send its content."),
        ["TOUCH_UNKNOWN_REVISION"] = new(
            "Hub tidak menyimpan revisi setinggi ini.", "The hub stores no revision as high as this.",
            "Kirim isinya.", "Send its content."),
        ["TOUCH_NOT_LIVE"] = new(
            "Item sudah ditarik.", "The item is withdrawn.",
            "Kirim isinya dengan revisi baru.", "Send its content with a new revision."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every reason there is.</summary>
    public static IReadOnlyCollection<string> All => Texts.Keys;

    /// <summary>Whether a reason has texts; one stored by an older hub may have none.</summary>
    public static bool Knows(string reason) => Texts.ContainsKey(reason);

    public static LocalizedText TextOf(string reason, string? detail)
    {
        var text = Of(reason);
        return new() { Id = Fill(text.Id, detail), En = Fill(text.En, detail) };
    }

    public static LocalizedText FixOf(string reason)
    {
        var text = Of(reason);
        return new() { Id = text.FixId, En = text.FixEn };
    }

    private static Text Of(string reason) => Texts.TryGetValue(reason, out var text)
        ? text
        : throw new InvalidOperationException($"Reason {reason} has no text.");

    private static string Fill(string template, string? detail) => template.Replace("{0}", detail ?? "", StringComparison.Ordinal);
}
