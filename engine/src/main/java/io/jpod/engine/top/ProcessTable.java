package io.jpod.engine.top;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.support.host.LocalZone;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** Lists the processes of one process namespace. */
public final class ProcessTable {
    /** What is listed when nothing is asked for. */
    public static final List<String> DEFAULT_DESCRIPTORS =
            List.of("user", "pid", "ppid", "pcpu", "etime", "tty", "time", "args");

    private static final long TICKS_PER_SECOND = 100;
    private static final String[] CAPABILITIES = {
        "CHOWN",
        "DAC_OVERRIDE",
        "DAC_READ_SEARCH",
        "FOWNER",
        "FSETID",
        "KILL",
        "SETGID",
        "SETUID",
        "SETPCAP",
        "LINUX_IMMUTABLE",
        "NET_BIND_SERVICE",
        "NET_BROADCAST",
        "NET_ADMIN",
        "NET_RAW",
        "IPC_LOCK",
        "IPC_OWNER",
        "SYS_MODULE",
        "SYS_RAWIO",
        "SYS_CHROOT",
        "SYS_PTRACE",
        "SYS_PACCT",
        "SYS_ADMIN",
        "SYS_BOOT",
        "SYS_NICE",
        "SYS_RESOURCE",
        "SYS_TIME",
        "SYS_TTY_CONFIG",
        "MKNOD",
        "LEASE",
        "AUDIT_WRITE",
        "AUDIT_CONTROL",
        "SETFCAP",
        "MAC_OVERRIDE",
        "MAC_ADMIN",
        "SYSLOG",
        "WAKE_ALARM",
        "BLOCK_SUSPEND",
        "AUDIT_READ",
        "PERFMON",
        "BPF",
        "CHECKPOINT_RESTORE"
    };

    private static final String ABBREVIATIONS = "%C pcpu %G group %P ppid %U user %a args %c comm %g rgroup %n nice"
            + " %p pid %r pgid %t etime %u ruser %x time %y tty %z vsz ";

    /** Names of ids inside the container; the id in digits when it has none. */
    public interface Names {
        String user(long id);

        String group(long id);
    }

    private final Path proc;
    private final Clock clock;
    private final List<IdRange> uids;
    private final List<IdRange> gids;
    private final List<IdRange> hostUids;
    private final List<IdRange> hostGids;
    private final Names names;
    private final long bootSeconds;
    private final long upMillis;

    /**
     * @param proc {@code /proc}
     * @param container the container's ids, empty lists when it shares the engine's user namespace
     * @param engine the ids of the engine's own namespace
     */
    public ProcessTable(Path proc, Clock clock, IdMapping container, IdMapping engine, Names names) {
        this.proc = proc;
        this.clock = clock;
        this.uids = container.uids();
        this.gids = container.gids();
        this.hostUids = engine.uids();
        this.hostGids = engine.gids();
        this.names = names;
        try {
            this.bootSeconds = bootSeconds(proc);
            this.upMillis = clock.millis() - bootSeconds * 1000;
        } catch (IOException e) {
            throw JpodException.host("reading " + proc.resolve("stat"), e);
        }
    }

    /** True when every word is a descriptor (commas separate too), so that {@link #rows} can answer. */
    public static boolean understands(List<String> words) {
        for (String word : split(words)) {
            if (heading(word).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The processes that share the process namespace of one of them.
     *
     * @param member a process of the container, as the engine sees it
     * @param descriptors columns; empty for the default ones
     * @return the headings, then one row for each process in the order of their ids
     */
    public List<List<String>> rows(int member, List<String> descriptors) {
        List<String> columns = descriptors.isEmpty() ? DEFAULT_DESCRIPTORS : split(descriptors);
        List<List<String>> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        for (String column : columns) {
            headings.add(heading(column));
        }
        rows.add(headings);
        List<ProcessFacts> members = members(member);
        for (ProcessFacts process : members) {
            List<String> row = new ArrayList<>();
            for (String column : columns) {
                row.add(value(process, column, members));
            }
            rows.add(row);
        }
        return rows;
    }

    /** The descriptor that ps(1) abbreviates so. */
    private static String named(String word) {
        int at = word.length() == 2 ? ABBREVIATIONS.indexOf(word) : -1;
        return at < 0 ? word : ABBREVIATIONS.substring(at + 3, ABBREVIATIONS.indexOf(' ', at + 3));
    }

    private static List<String> split(List<String> words) {
        List<String> result = new ArrayList<>();
        for (String word : words) {
            for (String part : word.split(",")) {
                result.add(named(part));
            }
        }
        return result;
    }

    private List<ProcessFacts> members(int member) {
        List<ProcessFacts> result = new ArrayList<>();
        try {
            Path namespace = Files.readSymbolicLink(proc.resolve(member + "/ns/pid"));
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc)) {
                for (Path entry : entries) {
                    int pid = pid(entry);
                    if (pid > 0 && sharesNamespace(entry, namespace)) {
                        addIfAlive(result, pid);
                    }
                }
            }
        } catch (IOException e) {
            throw JpodException.host("listing the processes of process " + member, e);
        }
        result.sort((a, b) -> Integer.compare(a.innerPid(), b.innerPid()));
        return result;
    }

    private void addIfAlive(List<ProcessFacts> into, int pid) {
        try {
            into.add(ProcessFacts.read(proc, pid));
        } catch (IOException e) {
            // It has ended since the directory was read.
            return;
        }
    }

    private static boolean sharesNamespace(Path entry, Path namespace) {
        try {
            return Files.readSymbolicLink(entry.resolve("ns/pid")).equals(namespace);
        } catch (IOException e) {
            return false;
        }
    }

    private static int pid(Path entry) {
        String name = entry.getFileName().toString();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return 0;
            }
        }
        return Integer.parseInt(name);
    }

    private static long bootSeconds(Path proc) throws IOException {
        for (String line : Files.readAllLines(proc.resolve("stat"))) {
            if (line.startsWith("btime ")) {
                return Long.parseLong(line.substring(6).trim());
            }
        }
        throw new IOException("no btime");
    }

    /** A column's heading, or the empty string for a word that is no descriptor. */
    private static String heading(String descriptor) {
        return switch (descriptor) {
            case "args", "comm" -> "COMMAND";
            case "capbnd" -> "BOUNDING CAPS";
            case "capeff" -> "EFFECTIVE CAPS";
            case "capinh" -> "INHERITED CAPS";
            case "capprm" -> "PERMITTED CAPS";
            case "capamb" -> "AMBIENT CAPS";
            case "etime" -> "ELAPSED";
            case "nice" -> "NI";
            case "pcpu" -> "%CPU";
            case "seccomp",
                    "label",
                    "state",
                    "stime",
                    "time",
                    "tty",
                    "vsz",
                    "rss",
                    "user",
                    "group",
                    "ruser",
                    "rgroup",
                    "huser",
                    "hgroup",
                    "hpid",
                    "pid",
                    "ppid",
                    "pgid" -> upper(descriptor);
            default -> "";
        };
    }

    private static String upper(String word) {
        return word.toUpperCase(java.util.Locale.ROOT);
    }

    private String value(ProcessFacts process, String descriptor, List<ProcessFacts> members) {
        return switch (descriptor) {
            case "args" -> process.arguments();
            case "comm" -> process.command();
            case "capbnd" -> capabilities(process.status("CapBnd"));
            case "capeff" -> capabilities(process.status("CapEff"));
            case "capinh" -> capabilities(process.status("CapInh"));
            case "capprm" -> capabilities(process.status("CapPrm"));
            case "capamb" -> capabilities(process.status("CapAmb"));
            case "etime" -> duration(elapsedMillis(process) * 1_000_000);
            case "time" -> duration(cpuTicks(process) * (1_000_000_000 / TICKS_PER_SECOND));
            case "pcpu" -> percent(process);
            case "stime" -> started(process);
            case "nice" -> Long.toString(process.stat(19));
            case "seccomp" -> seccomp(process.status("Seccomp"));
            case "label" -> process.label().isEmpty() ? "?" : process.label();
            case "state" -> process.state();
            case "tty" -> terminal(process.stat(7));
            case "vsz" -> Long.toString(process.stat(23) / 1024);
            case "rss" -> process.status("VmRSS").replace(" kB", "");
            case "user" -> names.user(inside(uids, process.id("Uid", 1)));
            case "ruser" -> names.user(inside(uids, process.id("Uid", 0)));
            case "group" -> names.group(inside(gids, process.id("Gid", 1)));
            case "rgroup" -> names.group(inside(gids, process.id("Gid", 0)));
            case "huser" -> Long.toString(outside(hostUids, process.id("Uid", 1)));
            case "hgroup" -> Long.toString(outside(hostGids, process.id("Gid", 1)));
            case "hpid" -> Integer.toString(process.pid());
            case "pid" -> Integer.toString(process.innerPid());
            case "ppid" -> Integer.toString(inner(members, process.stat(4)));
            case "pgid" -> Integer.toString(inner(members, process.stat(5)));
            default -> throw JpodException.usage("unknown descriptor " + descriptor);
        };
    }

    private static int inner(List<ProcessFacts> members, long pid) {
        for (ProcessFacts process : members) {
            if (process.pid() == pid) {
                return process.innerPid();
            }
        }
        return 0;
    }

    private static long inside(List<IdRange> ranges, long id) {
        if (ranges.isEmpty()) {
            return id;
        }
        OptionalLong found = IdMapping.toContainer(ranges, id);
        return found.isPresent() ? found.getAsLong() : 65534;
    }

    private static long outside(List<IdRange> ranges, long id) {
        OptionalLong found = IdMapping.toHost(ranges, id);
        return found.isPresent() ? found.getAsLong() : id;
    }

    private long elapsedMillis(ProcessFacts process) {
        return Math.max(0, upMillis - process.stat(22) * 1000 / TICKS_PER_SECOND);
    }

    private static long cpuTicks(ProcessFacts process) {
        return process.stat(14) + process.stat(15);
    }

    private String percent(ProcessFacts process) {
        long elapsed = Math.max(1, elapsedMillis(process));
        long thousandths = cpuTicks(process) * (1000 / TICKS_PER_SECOND) * 100_000 / elapsed;
        String fraction = Long.toString(1000 + thousandths % 1000).substring(1);
        return thousandths / 1000 + "." + fraction;
    }

    private String started(ProcessFacts process) {
        String text = LocalZone.of(clock)
                .at(Instant.ofEpochSecond(bootSeconds + process.stat(22) / TICKS_PER_SECOND))
                .toLocalDateTime()
                .toString();
        return text.replace('T', ' ') + (text.length() == 16 ? ":00" : "");
    }

    /** Go's notation of a duration, which podman prints: {@code 1h2m3.5s}. */
    static String duration(long nanos) {
        long seconds = nanos / 1_000_000_000;
        long rest = nanos % 1_000_000_000;
        StringBuilder text = new StringBuilder();
        if (seconds >= 3600) {
            text.append(seconds / 3600).append('h');
        }
        if (seconds >= 60) {
            text.append(seconds / 60 % 60).append('m');
        }
        if (seconds == 0 && rest > 0) {
            return rest % 1_000_000 == 0 ? rest / 1_000_000 + "ms" : rest / 1000 + "µs";
        }
        text.append(seconds % 60);
        if (rest > 0) {
            String digits = Long.toString(1_000_000_000 + rest).substring(1);
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            text.append('.').append(digits, 0, end);
        }
        return text.append('s').toString();
    }

    private static String terminal(long device) {
        long major = device >>> 8 & 0xfff;
        long minor = device & 0xff | device >>> 12 & 0xfff00;
        if (major >= 136 && major <= 143) {
            return "pts/" + (minor + (major - 136) * 256);
        }
        return device == 0 ? "?" : major == 4 ? "tty" + minor : major + "/" + minor;
    }

    private static String seccomp(String mode) {
        return switch (mode) {
            case "0" -> "disabled";
            case "1" -> "strict";
            case "2" -> "filter";
            default -> "?";
        };
    }

    private static String capabilities(String mask) {
        long bits = mask.isEmpty() ? 0 : Long.parseUnsignedLong(mask, 16);
        long all = (1L << CAPABILITIES.length) - 1;
        if (bits == 0) {
            return "none";
        }
        if ((bits & all) == all) {
            return "full";
        }
        List<String> held = new ArrayList<>();
        for (int i = 0; i < CAPABILITIES.length; i++) {
            if ((bits >>> i & 1) == 1) {
                held.add(CAPABILITIES[i]);
            }
        }
        Collections.sort(held);
        return String.join(",", held);
    }
}
