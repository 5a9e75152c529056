namespace Hub.Samples.Quickstart.Generator;

/// <summary>Names of the bundled files.</summary>
internal static class BundledFiles
{
    public const string Courses = "courses.jsonl";
    public const string Gigs = "gigs.jsonl";
    public const string Vacancies = "vacancies.jsonl";
}
