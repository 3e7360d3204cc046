package io.jpod.support.host;

import io.jpod.api.idmap.IdRange;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code /proc/PID/uid_map} and {@code gid_map} (user_namespaces(7)). */
public final class IdMapFile {
    private IdMapFile() {}

    /** Reads the ranges, in their order; words that are not numbers end the reading. */
    public static List<IdRange> parse(String text) {
        List<IdRange> ranges = new ArrayList<>();
        long[] numbers = new long[3];
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                at++;
                continue;
            }
            long value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * 10 + (text.charAt(at) - '0');
                at++;
            }
            numbers[count++] = value;
            if (count == 3) {
                ranges.add(new IdRange(numbers[0], numbers[1], numbers[2]));
                count = 0;
            }
        }
        return ranges;
    }

    /** Writes the ranges in the form in which the kernel reads them. */
    public static String format(List<IdRange> ranges) {
        StringBuilder text = new StringBuilder();
        for (IdRange range : ranges) {
            text.append(range.containerId()).append(' ');
            text.append(range.hostId()).append(' ');
            text.append(range.size()).append('\n');
        }
        return text.toString();
    }
}
