package io.jpod.idmap.subid;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a user's subordinate ranges in subuid(5) and subgid(5) files, or by {@code getsubids} where NSS is set up for it. */
final class SubordinateIds {
    private final Path etc;
    private final Optional<Path> getsubids;
    private final ProcessRunner processes;

    /**
     * @param etc the directory of {@code subuid}, {@code subgid} and {@code nsswitch.conf}
     * @param getsubids the program, when it is installed
     */
    SubordinateIds(Path etc, Optional<Path> getsubids, ProcessRunner processes) {
        this.etc = etc;
        this.getsubids = getsubids;
        this.processes = processes;
    }

    List<SubordinateRange> userIds(String name, long uid) {
        return find("subuid", List.of(), name, uid);
    }

    List<SubordinateRange> groupIds(String name, long uid) {
        return find("subgid", List.of("-g"), name, uid);
    }

    Path userFile() {
        return etc.resolve("subuid");
    }

    Path groupFile() {
        return etc.resolve("subgid");
    }

    private List<SubordinateRange> find(String file, List<String> flags, String name, long uid) {
        if (getsubids.isPresent() && nssDecides()) {
            return ask(getsubids.get(), flags, name);
        }
        List<SubordinateRange> ranges = read(etc.resolve(file), name, uid);
        check(ranges, file.equals("subuid") ? "uid" : "gid");
        return ranges;
    }

    /** shadow's tools ask the module that nsswitch.conf names after {@code subid:}, and the files when there is none. */
    private boolean nssDecides() {
        for (String line : lines(etc.resolve("nsswitch.conf"))) {
            String text = line.trim();
            if (text.startsWith("subid:")) {
                String source = text.substring("subid:".length()).trim();
                return !source.isEmpty() && !source.equals("files") && !source.startsWith("files ");
            }
        }
        return false;
    }

    private List<SubordinateRange> ask(Path program, List<String> flags, String name) {
        List<String> argv = new ArrayList<>();
        argv.add(program.toString());
        argv.addAll(flags);
        argv.add(name);
        ProcessResult result = processes.run(ProcessRequest.of(argv));
        List<SubordinateRange> ranges = new ArrayList<>();
        if (!result.succeeded()) {
            return ranges;
        }
        // A line reads "0: name 100000 65536".
        for (String line : result.stdout().split("\n")) {
            String[] words = line.trim().split("\\s+");
            if (words.length == 4) {
                String origin = "getsubids " + name;
                ranges.add(range(words[2], words[3], origin, line));
            }
        }
        return ranges;
    }

    private static List<SubordinateRange> read(Path file, String name, long uid) {
        String digits = Long.toString(uid);
        List<SubordinateRange> ranges = new ArrayList<>();
        String strange = "";
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.trim();
            if (text.isEmpty() || text.charAt(0) == '#') {
                continue;
            }
            String[] fields = text.split(":", -1);
            String origin = file + ":" + number;
            boolean own = fields[0].equals(name) || fields[0].equals(digits);
            if (own && fields.length == 3) {
                ranges.add(range(fields[1], fields[2], origin, text));
            } else if (own || fields.length == 1 && strange.isEmpty()) {
                strange = origin + ": invalid line \"" + text + "\"";
                if (own) {
                    throw bad(strange, "write it as NAME:FIRST:COUNT, see subuid(5)");
                }
            }
        }
        // A line without any colon may be anybody's; it matters only to who finds nothing else.
        if (ranges.isEmpty() && !strange.isEmpty()) {
            throw bad(strange, "write it as NAME:FIRST:COUNT, see subuid(5)");
        }
        return ranges;
    }

    private static SubordinateRange range(String first, String count, String origin, String line) {
        long start = number(first);
        long size = number(count);
        if (start < 0 || size < 0 || start + size > IdRange.LIMIT) {
            throw bad(origin + ": invalid range in \"" + line + "\"", "write it as NAME:FIRST:COUNT, see subuid(5)");
        }
        if (size == 0) {
            throw bad(origin + ": the range in \"" + line + "\" is too small: it holds no id", "give it 65536 ids");
        }
        if (start == 0) {
            throw bad(origin + ": the range in \"" + line + "\" gives away root's id 0", "start it at 100000 or above");
        }
        return new SubordinateRange(start, size, origin);
    }

    private static void check(List<SubordinateRange> ranges, String kind) {
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (ranges.get(i).overlaps(ranges.get(j))) {
                    throw bad(
                            ranges.get(i).origin() + ": subordinate " + kind + " range "
                                    + ranges.get(i).text() + " overlaps "
                                    + ranges.get(j).text() + " of "
                                    + ranges.get(j).origin(),
                            "make the ranges disjoint");
                }
            }
        }
    }

    private static JpodException bad(String message, String remedy) {
        return new JpodException(ErrorCode.HOST, message).withRemedy(remedy + ", then run jpod system migrate");
    }

    /** @return -1 for what is no number of at most ten digits */
    private static long number(String text) {
        if (text.isEmpty() || text.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static List<String> lines(Path file) {
        try {
            // Comments may be in any encoding.
            return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }
}
