using Hub.Catalogue.V1;
using PartnerSync;

namespace Hub.Conformance.RealInput;

/// <summary>One state of New Jersey's list of courses.</summary>
/// <param name="Name">Its name in the column <c>revision</c>.</param>
/// <param name="Rows">Courses in it.</param>
internal sealed record NewJerseyState(string Name, int Rows)
{
    /// <summary>The states in the order of time.</summary>
    public static IReadOnlyList<NewJerseyState> All { get; } =
    [
        new("2021-03-29.before", 632),
        new("2021-03-29.after", 736),
        new("2021-04-06.before", 386),
        new("2021-04-06.after", 470),
        new("2022-10-31.after", 267),
        new("2023-05-04.after", 128),
    ];

    /// <summary>The file that holds all states; skips the test where there is none.</summary>
    public static string File => RealData.Require("courses/nj-etpl-programs.csv.gz");

    /// <summary>The items of one state.</summary>
    public static IEnumerable<Item> Items(string name, long revision)
    {
        var mapper = new Mapper(MapReader.Read(RealData.Map("nj-etpl.json")), File, revision);
        return InputFile.Read(File, [new RowFilter("revision", name)]).Select(row => mapper.Map(row));
    }
}
