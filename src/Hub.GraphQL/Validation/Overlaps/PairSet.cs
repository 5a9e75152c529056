namespace Hub.GraphQL.Validation.Overlaps;

/// <summary>
/// The pairs of fragments compared so far. A hostile document has a hundred thousand of them, so a pair is one number:
/// both names and, in the lowest bit, whether the fragments were compared only as ones that exclude each other.
/// </summary>
internal sealed class PairSet
{
    private ulong[] _slots = new ulong[64]; // 0 is empty: no pair holds the same name twice
    private int _count;

    /// <summary>Notes a comparison; false where an earlier one already covers it.</summary>
    public bool Add(int name1, int name2, bool areExclusive)
    {
        var pair = (ulong)Math.Max(name1, name2) << 32 | (ulong)Math.Min(name1, name2) << 1;
        var slot = Find(_slots, pair);
        if (_slots[slot] != 0)
        {
            var wasExclusive = (_slots[slot] & 1) != 0;
            if (!wasExclusive || areExclusive)
                return false;

            _slots[slot] = pair;
            return true;
        }

        _slots[slot] = pair | (areExclusive ? 1UL : 0);
        if (++_count * 2 > _slots.Length)
            Grow();
        return true;
    }

    private static int Find(ulong[] slots, ulong pair)
    {
        var slot = (int)((pair * 0x9E3779B97F4A7C15) >> 32) & (slots.Length - 1);
        while (slots[slot] != 0 && (slots[slot] & ~1UL) != pair)
            slot = (slot + 1) & (slots.Length - 1);
        return slot;
    }

    private void Grow()
    {
        var slots = new ulong[_slots.Length * 4];
        foreach (var entry in _slots)
        {
            if (entry != 0)
                slots[Find(slots, entry & ~1UL)] = entry;
        }

        _slots = slots;
    }
}
