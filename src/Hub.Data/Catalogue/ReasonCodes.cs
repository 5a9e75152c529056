namespace Hub.Data.Catalogue;

/// <summary>Codes of the reasons of verdicts. Generated from reasons.json by a test; change that file.</summary>
public static class ReasonCodes
{
    public const string AlreadyExpired = "ALREADY_EXPIRED";
    public const string AmountOutOfRange = "AMOUNT_OUT_OF_RANGE";
    public const string Approved = "APPROVED";
    public const string AreaUnknown = "AREA_UNKNOWN";
    public const string AttributeRepeated = "ATTRIBUTE_REPEATED";
    public const string CodeKnownNow = "CODE_KNOWN_NOW";
    public const string ContentMissing = "CONTENT_MISSING";
    public const string DecidedAtCommit = "DECIDED_AT_COMMIT";
    public const string EnumUnknown = "ENUM_UNKNOWN";
    public const string ExternalIdMissing = "EXTERNAL_ID_MISSING";
    public const string ExternalIdTooLong = "EXTERNAL_ID_TOO_LONG";
    public const string ExternalIdUnreadable = "EXTERNAL_ID_UNREADABLE";
    public const string FieldMissing = "FIELD_MISSING";
    public const string IndustryMalformed = "INDUSTRY_MALFORMED";
    public const string KindChanged = "KIND_CHANGED";
    public const string KindNotOfSource = "KIND_NOT_OF_SOURCE";
    public const string LanguageMalformed = "LANGUAGE_MALFORMED";
    public const string NibMalformed = "NIB_MALFORMED";
    public const string NumberOutOfRange = "NUMBER_OUT_OF_RANGE";
    public const string OccupationMalformed = "OCCUPATION_MALFORMED";
    public const string PayRangeReversed = "PAY_RANGE_REVERSED";
    public const string PayUnitMissing = "PAY_UNIT_MISSING";
    public const string PendingReview = "PENDING_REVIEW";
    public const string ReopenNeedsHigherRevision = "REOPEN_NEEDS_HIGHER_REVISION";
    public const string ReviewRefused = "REVIEW_REFUSED";
    public const string RevisionConflict = "REVISION_CONFLICT";
    public const string RevisionNotPositive = "REVISION_NOT_POSITIVE";
    public const string RevisionStale = "REVISION_STALE";
    public const string RevisionWithEpoch = "REVISION_WITH_EPOCH";
    public const string SectorOtherNeedsOccupation = "SECTOR_OTHER_NEEDS_OCCUPATION";
    public const string SectorUnknown = "SECTOR_UNKNOWN";
    public const string SequenceNotRising = "SEQUENCE_NOT_RISING";
    public const string StatutoryFieldMissing = "STATUTORY_FIELD_MISSING";
    public const string StillHeld = "STILL_HELD";
    public const string StillPendingReview = "STILL_PENDING_REVIEW";
    public const string StillQuarantined = "STILL_QUARANTINED";
    public const string StillRefused = "STILL_REFUSED";
    public const string TextHasNul = "TEXT_HAS_NUL";
    public const string TextTooLong = "TEXT_TOO_LONG";
    public const string TextUnreadable = "TEXT_UNREADABLE";
    public const string TimeOutOfRange = "TIME_OUT_OF_RANGE";
    public const string TimeReversed = "TIME_REVERSED";
    public const string TitleMissing = "TITLE_MISSING";
    public const string TombstoneUnknownItem = "TOMBSTONE_UNKNOWN_ITEM";
    public const string TooManyValues = "TOO_MANY_VALUES";
    public const string TouchNotLive = "TOUCH_NOT_LIVE";
    public const string TouchUnknownItem = "TOUCH_UNKNOWN_ITEM";
    public const string TouchUnknownRevision = "TOUCH_UNKNOWN_REVISION";
    public const string UrlMalformed = "URL_MALFORMED";
    public const string ValueEmpty = "VALUE_EMPTY";
    public const string ValueUnspecified = "VALUE_UNSPECIFIED";
    public const string WithdrawalDiscarded = "WITHDRAWAL_DISCARDED";
    public const string WithdrawalHeld = "WITHDRAWAL_HELD";
}
