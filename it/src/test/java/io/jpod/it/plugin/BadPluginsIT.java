package io.jpod.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.idmap.IdMapProvider;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Jars that are wrong in every way that we know: named when they are asked for, silent otherwise. */
@OnHost
class BadPluginsIT {
    private static final String CRASH = """
            {
                try {
                    var field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
                    field.setAccessible(true);
                    ((sun.misc.Unsafe) field.get(null)).putLong(0L, 1L);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
            """;

    private final Sandbox box;

    BadPluginsIT(Sandbox sandbox) {
        Path plugins = sandbox.directory().resolve("plugins");
        if (!Files.exists(plugins)) {
            fill(sandbox, plugins);
        }
        box = sandbox.with("JPOD_PLUGIN_PATH", plugins.toString()).with("JPOD_PLUGIN_TIME_LIMIT", "2");
    }

    private static void fill(Sandbox box, Path plugins) {
        put(box, plugins, "Exits", "exits", "public final class Exits", "{ System.exit(7); }");
        put(box, plugins, "Hangs", "hangs", "public final class Hangs", "{ while (true) Thread.onSpinWait(); }");
        put(box, plugins, "Throws", "throws", "public final class Throws", "{ Integer.parseInt(\"on purpose\"); }");
        put(box, plugins, "LateExit", "lateexit", "return request ->", "System.exit(0);");
        put(box, plugins, "LateHang", "latehang", "probe(HostFacts host)", "while (true) Thread.onSpinWait();");
        put(box, plugins, "OpenHang", "openhang", "open(ProviderContext", "while (true) Thread.onSpinWait();");
        put(box, plugins, "MapHang", "maphang", "return request ->", "while (true) Thread.onSpinWait();");
        put(box, plugins, "Halts", "halts", "public final class Halts", "{ Runtime.getRuntime().halt(0); }");
        put(box, plugins, "Crashes", "crashes", "public final class Crashes", CRASH);
        put(box, plugins, "Reserved", "keep-id", "return request ->", "if (true) throw new AssertionError();");
        put(box, plugins, "Nothing", "nothing", "return request ->", "if (request != null) return null;");
        put(box, plugins, "Word", "ns", "return request ->", "");
        put(box, plugins, "TwinA", "twin", "return request ->", "");
        put(box, plugins, "TwinB", "twin", "return request ->", "");
        PluginSources.put(
                plugins,
                "LateLack.jar",
                idMap(box, "LateLack", "latelack", "return request ->", "Gone.use();")
                        .source("Gone", "final class Gone { static void use() {} }")
                        .without("Gone"));
        byte[] good = idMap(box, "Good", "good", "return request ->", "").bytes();
        PluginSources.put(plugins, "good.jar", good);
        // The folder is the test's own, which may be another user than the sandbox's.
        assertEquals(0, run("mkfifo", plugins + "/pipe.jar"));
        assertEquals(0, run("mkdir", plugins + "/folder.jar"));
        PluginSources.put(plugins, "two\nlines.jar", good);
        PluginSources.put(plugins, "garbage.jar", "no zip".getBytes(StandardCharsets.UTF_8));
        PluginSources.put(plugins, "cut.jar", Arrays.copyOf(good, good.length / 2));
        PluginSources.put(
                plugins,
                "newjava.jar",
                PluginSources.jar(box).file("NewJava.class", "\u0000\u0000").service(IdMapProvider.class, "NewJava"));
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void put(Sandbox box, Path plugins, String className, String id, String after, String code) {
        PluginSources.put(plugins, className + ".jar", idMap(box, className, id, after, code));
    }

    /** An id mapping with some code in the first block after a text. */
    private static PluginJar idMap(Sandbox box, String className, String id, String after, String code) {
        String source = PluginSources.idMap(className, id);
        int block = source.indexOf('{', source.indexOf(after)) + 1;
        String changed = source.substring(0, block) + code + source.substring(block);
        // What follows a loop without an end is no Java.
        changed = changed.replace("while (true) Thread", "while (!getClass().getName().isEmpty()) Thread");
        return PluginSources.jar(box).source(className, changed).service(IdMapProvider.class, className);
    }

    private Result asked(String id) {
        return box.jpod("run", "--rm", "--network", "none", "--userns=" + id, box.busybox(), "true")
                .failsPlainly(125);
    }

    @Test
    void aConstructorThatEndsTheProcessIsNamed() {
        asked("exits").complains("Exits.jar").complains("ends the process (exit code 7)");
    }

    @Test
    void aConstructorThatHangsIsNamed() {
        asked("hangs").complains("Hangs.jar").complains("hangs");
    }

    @Test
    void aConstructorThatThrowsIsNamed() {
        asked("throws").complains("Throws.jar").complains("on purpose");
    }

    @Test
    void aCallThatEndsTheProcessIsNamed() {
        asked("lateexit").complains("LateExit.jar ended the process");
    }

    @Test
    void aProbeThatHangsIsNamed() {
        asked("latehang").complains("LateHang.jar").complains("did not return within 2 seconds");
    }

    @Test
    void openingThatHangsIsNamedWithThePlaceWhereItDoes() {
        asked("openhang")
                .complains(
                        "OpenHang.jar failed in open: it did not return within 2 seconds; it is in OpenHang.open, line ")
                .complains("jpod plugin disable OpenHang");
    }

    @Test
    void aCallThatHangsIsNamedWithThePlaceWhereItDoes() {
        asked("maphang").complains("MapHang.jar failed in map: it did not return within 2 seconds; it is in MapHang.");
        assertEquals("", box.jpod("ps", "-a", "-q").succeeds().text());
    }

    @Test
    void oneThatHaltsOrCrashesTheVirtualMachineIsNamedAndLeavesNothing() {
        asked("halts").complains("Halts.jar").complains("ends the process (exit code 0)");
        asked("crashes").complains("Crashes.jar").complains("crashes the Java virtual machine (signal 6)");
        box.sh("ls -d hs_err* core* 2>/dev/null || true").succeeds().prints("");
        box.sh("ls \"$HOME\"/.cache/jpod/plugins | grep scratch || true")
                .succeeds()
                .prints("");
    }

    @Test
    void aClassThatIsMissingAtItsFirstUseIsNamed() {
        asked("latelack").complains("LateLack.jar").complains("Gone");
    }

    @Test
    void twoOfOneIdInOneFolderAreBothRefused() {
        asked("twin").complains("TwinA.jar").complains("TwinB.jar");
    }

    @Test
    void damagedJarsAreNamed() {
        asked("garbage").complains("garbage.jar").complains("no readable jar");
        asked("cut").complains("cut.jar").complains("no readable jar");
        asked("newjava").complains("newjava.jar");
    }

    @Test
    void whatIsNoPlainFileIsNamed() {
        asked("pipe").complains("pipe.jar is no regular file");
        asked("folder").complains("folder.jar is no regular file");
        asked("lines").complains("lines.jar has a control character in its name");
    }

    @Test
    void nullIsNoAnswer() {
        asked("nothing").complains("Nothing.jar failed in map: it returned null");
    }

    @Test
    void whatCannotBeUsedIsRefusedBeforeAnImageIsFetched() {
        String[][] wishes = {
            {"--runtime=nobody", "default OCI runtime \"nobody\" not found"},
            {"--runtime=/no/runtime", "no valid executable found for OCI runtime /no/runtime"},
            {"--monitor=nobody", "no monitor provider \"nobody\" found"},
            {"--network=nobody", "unable to find network with name or ID nobody"},
            {"--userns=nobody", "unrecognized namespace mode nobody"},
            {"--userns=throws", "Throws.jar"}
        };
        for (String[] wish : wishes) {
            for (String command : new String[] {"run", "create"}) {
                box.jpod(command, wish[0], "localhost:1/not/there", "true")
                        .failsPlainly(125)
                        .complains(wish[1]);
            }
        }
        box.options("--root", box.directory() + "/fresh")
                .jpod("run", "--storage-driver=nobody", "localhost:1/not/there", "true")
                .failsPlainly(125)
                .complains("no storage provider \"nobody\" found");
        box.jpod("--runtime=nobody", "ps").failsPlainly(125).complains("default OCI runtime \"nobody\" not found");
        box.jpod("--monitor=nobody", "images").failsPlainly(125).complains("no monitor provider \"nobody\" found");
    }

    @Test
    void theyDisturbNobodyElse() {
        for (String userns : new String[] {"host", "keep-id", "good"}) {
            String err = box.jpod("run", "--rm", "--network", "none", "--userns=" + userns, box.busybox(), "true")
                    .succeeds()
                    .err();
            assertEquals("", err, userns);
        }
    }

    @Test
    void everyOneHasItsLineInTheListing() {
        String list = box.jpod("plugin", "ls", "--no-trunc", "--filter", "state=broken")
                .succeeds()
                .text();
        for (String name : new String[] {
            "Exits", "Hangs", "Throws", "Halts", "Crashes", "Reserved", "TwinA", "TwinB", "garbage", "cut", "newjava"
        }) {
            assertTrue(list.contains("\n" + name + " "), name + " in\n" + list);
        }
        assertTrue(list.contains("the id ns is a word of jpod's own"), list);
        assertTrue(list.contains("the id keep-id is reserved for a built-in provider"), list);
    }
}
