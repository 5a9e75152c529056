namespace Hub.Api.Participants;

/// <summary>What kind of problem keeps something from being registered.</summary>
internal enum ProblemKind
{
    /// <summary>A field breaks a rule.</summary>
    Invalid = 1,

    /// <summary>A field names something that is not there.</summary>
    Missing = 2,

    /// <summary>A field holds a name that is in use.</summary>
    Taken = 3,
}

/// <summary>Why something was not registered.</summary>
/// <param name="Kind">Kind of problem.</param>
/// <param name="Field">Field at fault, named as in the contract.</param>
/// <param name="Reason">Stable, UPPER_SNAKE.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Indonesian">The same in Indonesian.</param>
/// <param name="Fix">What to do about it.</param>
internal sealed record RegistrationProblem(ProblemKind Kind, string Field, string Reason, string Message, string Indonesian, string Fix);
