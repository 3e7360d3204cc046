package io.jpod.it.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Reads the virtual machine's own log of loaded classes. */
@OnHost
class HotPathIT {
    /** With an archive, its classes are logged as loaded whether they are used or not. */
    private static final String NO_ARCHIVE = "-XX:+IgnoreUnrecognizedVMOptions -XX:AOTMode=off";

    /** Each costs between 9 and 300 ms of a cold start. */
    private static final List<String> FORBIDDEN = List.of(
            "com.fasterxml.jackson.",
            "com.sun.jna.",
            "org.slf4j.",
            "org.apache.commons.compress.",
            "java.util.logging.LogManager",
            "java.util.stream.ReferencePipeline",
            "java.util.Formatter",
            "java.util.ServiceLoader$LazyClassPathLookupIterator",
            "java.lang.ProcessBuilder",
            "java.lang.runtime.ObjectMethods",
            "java.security.SecureRandom",
            "java.security.MessageDigest$",
            "java.net.http.",
            "sun.net.www.http.",
            "java.text.");

    private static final List<String> TELL_THE_TIME = List.of("ps", "inspect", "images");

    /** The JDK's own time zones come by these. */
    private static final List<String> OF_TIME_ZONES =
            List.of("java.util.stream.ReferencePipeline", "java.util.ServiceLoader$LazyClassPathLookupIterator");

    private final Sandbox box;

    HotPathIT(Sandbox box) {
        this.box = box;
    }

    private Set<String> loadedBy(String... arguments) {
        box.sh("rm -rf classes && mkdir classes").succeeds();
        String log = box.directory() + "/classes/%p";
        Result result = box.with("JPOD_JAVA_OPTS", NO_ARCHIVE + " -Xlog:class+load:file=" + log)
                .jpod(arguments);
        assertEquals(0, result.exitCode(), result::toString);
        Set<String> classes = new TreeSet<>();
        for (String line : box.sh("cat classes/*").succeeds().lines()) {
            // [0.012s][info][class,load] io.jpod.launcher.Main source: ...
            String[] words = line.substring(line.lastIndexOf(']') + 1).trim().split(" ");
            classes.add(words[0]);
        }
        assertTrue(
                classes.stream().anyMatch(name -> name.startsWith("io.jpod.")),
                () -> "no class of ours seen: " + result);
        return classes;
    }

    private void assertLean(String... arguments) {
        List<String> found = new ArrayList<>();
        for (String name : loadedBy(arguments)) {
            for (String prefix : FORBIDDEN) {
                if (name.startsWith(prefix)
                        && !(TELL_THE_TIME.contains(arguments[0]) && OF_TIME_ZONES.contains(prefix))) {
                    found.add(name);
                }
            }
        }
        assertEquals(List.of(), found, () -> "loaded by " + List.of(arguments));
    }

    @Test
    void plainCommandsLoadNothingHeavy() {
        String image = box.busybox();
        box.jpod("ps").succeeds();
        assertLean("run", "--rm", "--network", "none", image, "true");
        assertLean("run", "--rm", image, "true");
        assertLean("create", "--name", "lean", image, "sleep", "1000");
        assertLean("start", "lean");
        assertLean("exec", "lean", "true");
        assertLean("ps", "-a");
        assertLean("logs", "lean");
        assertLean("inspect", "lean");
        assertLean("kill", "lean");
        assertLean("rm", "-f", "lean");
        assertLean("images");
    }
}
