using System.Globalization;
using Hub.Catalogue.V1;

namespace Hub.Api.Catalogue;

/// <summary>Rules of pay, the same for gigs and vacancies.</summary>
internal static class PayRules
{
    public static int? Unit(PayUnit unit, bool hasAmount, Findings findings)
    {
        if (hasAmount && unit == PayUnit.Unspecified)
            findings.Reject("PAY_UNIT_MISSING", "pay_unit");
        return TextRules.Known((int)unit, (int)PayUnit.Month, "pay_unit", findings);
    }

    public static void Range(long? least, long? most, Findings findings)
    {
        if (least is { } from && most is { } to && to < from)
            findings.Reject("PAY_RANGE_REVERSED", "pay_max_idr", string.Create(CultureInfo.InvariantCulture, $"{to} < {from}"));
    }
}
