package io.jpod.idmap.subid;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads maps as users write them (podman-run(1), {@code --uidmap}): {@code [flags]container:[@]from[:amount]}, joined by commas.
 * {@code @} takes the host's id instead of the one inside the engine's namespace; flag {@code +} takes its ids away from the entries
 * before, {@code u} and {@code g} keep an entry from the other kind.
 */
final class MapNotation {
    private final String kind;
    private final List<IdRange> available;

    private List<IdRange> ranges;
    private boolean extendsNothing;

    /**
     * @param kind {@code UID} or {@code GID}
     * @param available the ids of the engine's namespace, with those of the host
     */
    MapNotation(String kind, List<IdRange> available) {
        this.kind = kind;
        this.available = available;
    }

    /**
     * Entries without flags.
     *
     * @throws JpodException USAGE for anything else, HOST for a host id that the engine's namespace lacks
     */
    List<IdRange> plain(String text) {
        return read(text, false);
    }

    /** Entries for this kind, which may have flags; a first {@code +} leaves the ids that nobody names where they are, lowest first. */
    List<IdRange> flagged(String text) {
        List<IdRange> result = read(text, true);
        return extendsNothing ? filled(result) : result;
    }

    private List<IdRange> read(String text, boolean flags) {
        ranges = new ArrayList<>();
        extendsNothing = false;
        if (!text.isEmpty()) {
            for (String entry : text.split(",", -1)) {
                entry(entry, flags);
            }
        }
        return ranges;
    }

    private void entry(String entry, boolean flags) {
        int start = 0;
        while (flags && start < entry.length() && "+ug".indexOf(entry.charAt(start)) >= 0) {
            start++;
        }
        String given = entry.substring(0, start);
        if (given.contains("u") != given.contains("g") && !given.contains(kind.equals("UID") ? "u" : "g")) {
            return;
        }
        String message = kind + " setting is malformed expected [\"uint32:uint32:uint32\"]: [\"" + entry + "\"]: ";
        String[] fields = entry.substring(start).split(":", -1);
        if (fields.length < 2 || fields.length > 3) {
            throw JpodException.usage(message + "\"" + entry + "\" has not two or three numbers");
        }
        long container = ModeOptions.parse(fields[0], message);
        boolean ofHost = fields[1].startsWith("@");
        long from = ModeOptions.parse(ofHost ? fields[1].substring(1) : fields[1], message);
        long size = fields.length == 2 ? 1 : ModeOptions.parse(fields[2], message);
        if (size == 0) {
            throw JpodException.usage(message + "\"" + entry + "\" maps no id");
        }
        boolean extend = given.contains("+");
        extendsNothing |= extend && ranges.isEmpty();
        for (IdRange range : ofHost ? ofHost(container, from, size) : List.of(new IdRange(container, from, size))) {
            if (extend) {
                ranges = without(range);
            }
            ranges.add(range);
        }
    }

    /** Host ids as ids of the engine's namespace: as many ranges as its own map has borders in between. */
    private List<IdRange> ofHost(long container, long host, long size) {
        List<IdRange> result = new ArrayList<>();
        long done = 0;
        while (done < size) {
            long next = host + done;
            long found = 0;
            for (IdRange own : available) {
                if (next >= own.hostId() && next < own.hostId() + own.size()) {
                    found = Math.min(size - done, own.hostId() + own.size() - next);
                    result.add(new IdRange(container + done, own.containerId() + next - own.hostId(), found));
                    break;
                }
            }
            if (found == 0) {
                throw new JpodException(
                                ErrorCode.HOST,
                                "host " + kind.toLowerCase(java.util.Locale.ROOT) + " " + next
                                        + " is not available in the user namespace")
                        .withRemedy("check /etc/subuid and /etc/subgid, and run jpod system migrate");
            }
            done += found;
        }
        return result;
    }

    /** What is left of the entries so far when a range takes its ids on both sides. */
    private List<IdRange> without(IdRange taken) {
        List<IdRange> left = new ArrayList<>();
        for (IdRange range : ranges) {
            long shift = range.hostId() - range.containerId();
            List<IdRange> runs = List.of(new IdRange(range.hostId(), range.hostId(), range.size()));
            runs = IdRanges.without(runs, taken.hostId(), taken.size());
            // An id of the container as the host id that this entry gives it; a part of the taken range may have none.
            long low = Math.max(taken.containerId(), range.containerId());
            long high = Math.min(taken.containerId() + taken.size(), range.containerId() + range.size());
            if (low < high) {
                runs = IdRanges.without(runs, low + shift, high - low);
            }
            for (IdRange run : runs) {
                left.add(new IdRange(run.hostId() - shift, run.hostId(), run.size()));
            }
        }
        return left;
    }

    /** The container's free ids from 0 get the ids of the namespace that no entry uses. */
    private List<IdRange> filled(List<IdRange> given) {
        List<IdRange> free = IdRanges.inside(available);
        List<IdRange> places = List.of(new IdRange(0, 0, IdRange.LIMIT));
        for (IdRange range : given) {
            free = IdRanges.without(free, range.hostId(), range.size());
            places = IdRanges.without(places, range.containerId(), range.size());
        }
        List<IdRange> result = new ArrayList<>();
        int place = 0;
        long used = 0;
        for (IdRange run : free) {
            long done = 0;
            while (done < run.size() && place < places.size()) {
                IdRange gap = places.get(place);
                long size = Math.min(run.size() - done, gap.size() - used);
                result.add(new IdRange(gap.hostId() + used, run.hostId() + done, size));
                done += size;
                used += size;
                if (used == gap.size()) {
                    place++;
                    used = 0;
                }
            }
        }
        result.addAll(given);
        return result;
    }
}
