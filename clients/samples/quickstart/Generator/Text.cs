namespace Hub.Samples.Quickstart.Generator;

/// <summary>One text in Indonesian and in English.</summary>
internal readonly record struct Text(string Id, string En)
{
    public string In(string language) => language == "id" ? Id : En;

    /// <summary>The parts of a text whose parts are separated by semicolons.</summary>
    public string[] Parts(string language) => In(language).Split(';', StringSplitOptions.TrimEntries);
}
