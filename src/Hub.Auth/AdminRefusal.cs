namespace Hub.Auth;

/// <summary>Why an operator's change was not made.</summary>
/// <param name="Reason">Stable, UPPER_SNAKE.</param>
/// <param name="Field">What is at fault, in snake_case, as contracts and commands name it.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Indonesian">The same in Indonesian.</param>
/// <param name="Fix">What to do about it.</param>
public sealed record AdminRefusal(string Reason, string Field, string Message, string Indonesian, string Fix);
