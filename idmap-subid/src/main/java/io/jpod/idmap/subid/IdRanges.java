package io.jpod.idmap.subid;

import io.jpod.api.idmap.IdRange;
import java.util.ArrayList;
import java.util.List;

/** Sums and differences of ranges; only the side named in each method counts. */
final class IdRanges {
    private IdRanges() {}

    /** The ids that exist inside the namespace, as runs {@code (id, id, size)}, lowest first, joined where they touch. */
    static List<IdRange> inside(List<IdRange> mapping) {
        List<IdRange> sorted = new ArrayList<>();
        for (IdRange range : mapping) {
            insert(sorted, new IdRange(range.containerId(), range.containerId(), range.size()));
        }
        List<IdRange> joined = new ArrayList<>();
        for (IdRange range : sorted) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).hostId() + joined.get(last).size() == range.hostId()) {
                IdRange before = joined.get(last);
                joined.set(last, new IdRange(before.hostId(), before.hostId(), before.size() + range.size()));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    private static void insert(List<IdRange> sorted, IdRange range) {
        int at = sorted.size();
        while (at > 0 && sorted.get(at - 1).hostId() > range.hostId()) {
            at--;
        }
        sorted.add(at, range);
    }

    /** Takes {@code size} ids that start at {@code start} out of runs {@code (id, id, size)}. */
    static List<IdRange> without(List<IdRange> runs, long start, long size) {
        List<IdRange> left = new ArrayList<>();
        long end = start + size;
        for (IdRange run : runs) {
            long from = run.hostId();
            long to = from + run.size();
            if (end <= from || start >= to) {
                left.add(run);
                continue;
            }
            if (from < start) {
                left.add(new IdRange(from, from, start - from));
            }
            if (end < to) {
                left.add(new IdRange(end, end, to - end));
            }
        }
        return left;
    }

    /** True when every host id of the ranges is in the runs {@code (id, id, size)}, which do not touch. */
    static boolean covers(List<IdRange> runs, List<IdRange> ranges) {
        for (IdRange range : ranges) {
            boolean found = false;
            for (IdRange run : runs) {
                found |= range.hostId() >= run.hostId() && range.hostId() + range.size() <= run.hostId() + run.size();
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /** True when two ranges share an id on either side, which the kernel refuses. */
    static boolean clash(List<IdRange> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = 0; j < i; j++) {
                IdRange a = ranges.get(i);
                IdRange b = ranges.get(j);
                boolean inside =
                        a.containerId() < b.containerId() + b.size() && b.containerId() < a.containerId() + a.size();
                boolean outside = a.hostId() < b.hostId() + b.size() && b.hostId() < a.hostId() + a.size();
                if (inside || outside) {
                    return true;
                }
            }
        }
        return false;
    }
}
