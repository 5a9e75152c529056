namespace Hub.Data.Catalogue;

/// <summary>What the partner said last of an item; also the state byte of its digest.</summary>
public enum SaidState
{
    /// <summary>Nothing that counts: withdrawn by absence from a snapshot.</summary>
    Absent = 0,
    Live = 1,
    Tombstone = 2,
}

/// <summary>How teaching is delivered; the numbers are those of the contract.</summary>
public enum DeliveryMode
{
    Offline = 1,
    Online = 2,
    SelfPaced = 3,
    Blended = 4,
}

/// <summary>What an amount of pay is for; the numbers are those of the contract.</summary>
public enum PayUnit
{
    Hour = 1,
    Day = 2,
    Task = 3,
    Month = 4,
}

/// <summary>Kinds of contract of employment; bit n stands for number n of the contract's enum.</summary>
[Flags]
public enum EmploymentTypes
{
    None = 0,
    FullTime = 1 << 1,
    PartTime = 1 << 2,
    Contract = 1 << 3,
    Temporary = 1 << 4,
    Internship = 1 << 5,
    Casual = 1 << 6,
}
