package io.jpod.it.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads the virtual machine's own log of loaded classes. */
@OnHost
class HotPathIT {
    /**
     * With an archive, its classes are logged as loaded whether they are used or not. From 24 on, the virtual machine also tells
     * who asked.
     */
    private static final String OPTIONS =
            "-XX:+IgnoreUnrecognizedVMOptions -XX:AOTMode=off -XX:LogClassLoadingCauseFor=*"
                    + " -Xlog:disable -Xlog:class+load,class+load+cause:file=";

    private static final String STACK = "Java stack when loading ";

    /** Each costs between 9 and 300 ms of a cold start. */
    private static final List<String> FORBIDDEN = List.of(
            "com.fasterxml.jackson.",
            "com.sun.jna.",
            "org.slf4j.",
            "org.apache.commons.compress.",
            "org.apache.felix.",
            "java.util.logging.LogManager",
            "java.util.stream.ReferencePipeline",
            "java.util.Formatter",
            "java.util.ServiceLoader$LazyClassPathLookupIterator",
            "java.lang.ProcessBuilder",
            "java.lang.runtime.ObjectMethods",
            "java.lang.runtime.SwitchBootstraps",
            "java.math.BigDecimal",
            "java.security.SecureRandom",
            "java.security.MessageDigest$",
            "java.net.http.",
            "java.time.zone.ZoneRulesProvider",
            "sun.util.calendar.ZoneInfoFile",
            "sun.net.www.http.",
            "java.text.");

    private final Sandbox box;

    HotPathIT(Sandbox box) {
        this.box = box;
    }

    /** The classes loaded by a command, each with the Java stack that asked for it where the virtual machine tells. */
    private Map<String, String> loadedBy(String... arguments) {
        box.sh("rm -rf classes && mkdir classes").succeeds();
        Result result = box.with("JPOD_JAVA_OPTS", OPTIONS + box.directory() + "/classes/%p")
                .jpod(arguments);
        assertEquals(0, result.exitCode(), result::toString);
        Map<String, String> classes = new LinkedHashMap<>();
        String asked = "";
        for (String line : box.sh("cat classes/*").succeeds().lines()) {
            // [0.012s][info][class,load] io.jpod.launcher.Main source: ...
            String text = line.substring(line.lastIndexOf(']') + 1).trim();
            if (text.startsWith(STACK)) {
                asked = text.substring(STACK.length(), text.length() - 1);
                classes.putIfAbsent(asked, "");
            } else if (text.startsWith("at ")) {
                classes.merge(asked, "\n    " + text, String::concat);
            } else {
                classes.putIfAbsent(text.split(" ")[0], "");
            }
        }
        assertTrue(
                classes.keySet().stream().anyMatch(name -> name.startsWith("io.jpod.")),
                () -> "no class of ours seen: " + result);
        return classes;
    }

    private void assertLean(String... arguments) {
        List<String> found = new ArrayList<>();
        loadedBy(arguments).forEach((name, asked) -> {
            if (FORBIDDEN.stream().anyMatch(name::startsWith)) {
                found.add(name + (asked.isEmpty() ? "" : " was asked for by" + asked));
            }
        });
        assertTrue(
                found.isEmpty(), () -> "jpod " + String.join(" ", arguments) + " loaded " + String.join("\n", found));
    }

    @Test
    void plainCommandsLoadNothingHeavy() {
        String image = box.busybox();
        // Just written, a file is parsed again by the next command, in case that it was written twice within one time
        // stamp.
        box.sh("touch -d '1 minute ago' home/.config/containers/*.conf").succeeds();
        box.jpod("ps").succeeds();
        assertLean("version");
        assertLean("run", "--rm", "--network", "none", image, "true");
        assertLean("run", "--rm", image, "true");
        assertLean("create", "--name", "lean", image, "sleep", "1000");
        assertLean("start", "lean");
        assertLean("exec", "lean", "true");
        assertLean("ps", "-a");
        assertLean("logs", "--timestamps", "lean");
        assertLean("inspect", "lean");
        assertLean("inspect", image);
        assertLean("kill", "lean");
        assertLean("wait", "lean");
        assertLean("container", "cleanup", "lean");
        assertLean("start", "lean");
        assertLean("stop", "--time", "0", "lean");
        assertLean("rm", "-f", "lean");
        assertLean("run", "-d", "--name", "leaner", "--network", "none", image, "sleep", "1000");
        assertLean("rm", "-f", "-t", "0", "leaner");
        assertLean("images");
    }
}
