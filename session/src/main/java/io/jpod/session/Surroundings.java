package io.jpod.session;

import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a caller must share with this process, since commands look at their own: namespaces, root, ids, powers. Immutable. */
final class Surroundings {
    private static final List<String> NAMESPACES = List.of("user", "mnt", "pid", "net", "ipc", "uts", "cgroup");
    private static final List<String> EQUAL = List.of(
            "Uid:",
            "Gid:",
            "Groups:",
            "CapInh:",
            "CapPrm:",
            "CapEff:",
            "CapBnd:",
            "CapAmb:",
            "NoNewPrivs:",
            "Seccomp:");

    private final String names;
    private final List<String> powers;

    Surroundings(Posix posix) throws IOException {
        this.names = names(posix);
        this.powers = powers("self");
    }

    /** As the native program puts it together: {@code user:[4026531837] … /}. */
    private static String names(Posix posix) throws PosixException {
        StringBuilder names = new StringBuilder();
        for (String namespace : NAMESPACES) {
            names.append(posix.readLink(Posix.AT_FDCWD, "/proc/self/ns/" + namespace))
                    .append(' ');
        }
        return names.append(posix.readLink(Posix.AT_FDCWD, "/proc/self/root")).toString();
    }

    private static List<String> powers(String process) throws IOException {
        List<String> powers = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc", process, "status"))) {
            for (String name : EQUAL) {
                if (line.startsWith(name)) {
                    powers.add(line);
                }
            }
        }
        return powers;
    }

    /** How a caller differs; empty when it does not. */
    Optional<String> difference(Greeting caller) {
        if (!caller.common().equals(names)) {
            return Optional.of("its namespaces are " + caller.common() + ", here they are " + names);
        }
        try {
            List<String> theirs = powers(Integer.toString(caller.pid()));
            for (int i = 0; i < powers.size(); i++) {
                if (i >= theirs.size() || !theirs.get(i).equals(powers.get(i))) {
                    return Optional.of("here it is " + powers.get(i));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("process " + caller.pid() + " cannot be looked at: " + e);
        }
    }
}
