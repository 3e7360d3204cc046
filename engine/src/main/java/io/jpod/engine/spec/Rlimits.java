package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.support.json.JsonObject;
import io.jpod.support.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/** Resource limits of a process (getrlimit(2)): the caller's, then the largest that may be set for files and processes. */
public final class Rlimits {
    private static final List<String> NAMES = List.of(
            "AS",
            "CORE",
            "CPU",
            "DATA",
            "FSIZE",
            "LOCKS",
            "MEMLOCK",
            "MSGQUEUE",
            "NICE",
            "NOFILE",
            "NPROC",
            "RSS",
            "RTPRIO",
            "RTTIME",
            "SIGPENDING",
            "STACK");

    private static final int CAP_SYS_RESOURCE = 24;
    private static final long MAX_FILES = 1048576;
    private static final long MAX_PROCESSES = 4194304;
    private static final String UNLIMITED = "18446744073709551615";

    private final String own;
    private final String pidMax;
    private final boolean bound;

    /**
     * @param own the content of {@code /proc/self/limits}
     * @param pidMax the content of {@code /proc/sys/kernel/pid_max}: more processes there cannot be
     * @param bound true when limits cannot be raised beyond those of this process
     */
    Rlimits(String own, String pidMax, boolean bound) {
        this.own = own;
        this.pidMax = pidMax.strip();
        this.bound = bound;
    }

    /** The {@code process.rlimits} array that a process gets on this host: objects with {@code type}, {@code soft} and {@code hard}. */
    public static List<Object> of(EngineContext context, ProcessOptions process) {
        List<String> ulimits = process.ulimits();
        if (ulimits.isEmpty()) {
            ulimits = context.settings().getObject("containers").getStrings("default_ulimits");
        }
        HostText text = new HostText(context.posix());
        // Root of a restricted machine or container may lack CAP_SYS_RESOURCE.
        boolean bound = context.host().rootless() || !mayRaise(text.read("/proc/self/status"));
        String pidMax = bound ? text.read("/proc/sys/kernel/pid_max") : "";
        return new Rlimits(text.read("/proc/self/limits"), pidMax, bound).render(ulimits);
    }

    /** Whether a process with this {@code /proc/PID/status} has CAP_SYS_RESOURCE. */
    static boolean mayRaise(String status) {
        int at = status.indexOf("CapEff:");
        if (at < 0) {
            return true;
        }
        StringTokenizer words = new StringTokenizer(status.substring(at + "CapEff:".length()));
        return (Long.parseUnsignedLong(words.nextToken(), 16) >>> CAP_SYS_RESOURCE & 1) == 1;
    }

    /**
     * Checks {@code name=soft:hard}.
     *
     * @throws JpodException USAGE in podman's words
     */
    public static void check(String ulimit) {
        if (ulimit.equals("host")) {
            return;
        }
        int equals = ulimit.indexOf('=');
        String name = equals < 0 ? ulimit : ulimit.substring(0, equals);
        if (equals < 0 || !NAMES.contains(name.toUpperCase(Locale.ROOT))) {
            throw JpodException.usage("ulimit option \"" + ulimit
                    + "\" requires name=SOFT:HARD, failed to be parsed: invalid ulimit type: " + name);
        }
    }

    /** The {@code process.rlimits} array; empty for {@code host}. */
    List<Object> render(List<String> ulimits) {
        List<Object> result = new ArrayList<>();
        if (ulimits.contains("host")) {
            return result;
        }
        boolean files = false;
        boolean processes = false;
        for (String ulimit : ulimits) {
            check(ulimit);
            int equals = ulimit.indexOf('=');
            String name = ulimit.substring(0, equals).toUpperCase(Locale.ROOT);
            String value = ulimit.substring(equals + 1);
            int colon = value.indexOf(':');
            String soft = colon < 0 ? value : value.substring(0, colon);
            String hard = colon < 0 ? value : value.substring(colon + 1);
            files |= name.equals("NOFILE");
            processes |= name.equals("NPROC");
            result.add(limit(name, soft, hard));
        }
        if (!files) {
            result.add(files());
        }
        if (!processes) {
            result.add(processes());
        }
        return result;
    }

    /** Both are the hard limit: what the caller's soft one is depends on who started jpod, not on what the container needs. */
    private JsonObject files() {
        String most = bound ? smaller(own("Max open files")[1], MAX_FILES) : Long.toString(MAX_FILES);
        return limit("NOFILE", most, most);
    }

    private JsonObject processes() {
        if (!bound) {
            String most = Long.toString(MAX_PROCESSES);
            return limit("NPROC", most, most);
        }
        long most = pidMax.isEmpty() ? MAX_PROCESSES : Long.parseLong(pidMax);
        String[] limits = own("Max processes");
        return limit("NPROC", smaller(limits[0], most), smaller(limits[1], most));
    }

    private static String smaller(String own, long most) {
        return own.equals("unlimited") || Long.parseLong(own) > most ? Long.toString(most) : own;
    }

    /** Soft and hard limit of this process. */
    private String[] own(String name) {
        for (String line : own.split("\n")) {
            if (line.startsWith(name)) {
                StringTokenizer words = new StringTokenizer(line.substring(name.length()));
                return new String[] {words.nextToken(), words.nextToken()};
            }
        }
        return new String[] {"unlimited", "unlimited"};
    }

    private static JsonObject limit(String name, String soft, String hard) {
        return new JsonObject()
                .put("type", "RLIMIT_" + name)
                .put("hard", new RawJson(number(hard)))
                .put("soft", new RawJson(number(soft)));
    }

    private static String number(String text) {
        if (text.equals("-1") || text.equals("unlimited")) {
            return UNLIMITED;
        }
        return Long.toUnsignedString(Long.parseUnsignedLong(text));
    }
}
