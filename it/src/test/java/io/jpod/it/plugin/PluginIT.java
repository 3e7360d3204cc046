package io.jpod.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@OnHost
class PluginIT {
    private final Sandbox box;

    /** A directory with a good jar of two providers, one of tomorrow, and three kinds of broken ones that are read first. */
    PluginIT(Sandbox sandbox) {
        Path plugins = sandbox.directory().resolve("plugins");
        if (!Files.exists(plugins)) {
            Path repository = sandbox.fixtures().repository();
            Path distribution = repository.resolve("launcher/target/jpod");
            put(plugins, "a-garbage.jar", "this is no zip file".getBytes(StandardCharsets.UTF_8));
            put(
                    plugins,
                    "b-hollow.jar",
                    jar(sandbox, distribution)
                            .service(RuntimeProvider.class, "NotThere")
                            .service(IdMapProvider.class, "NotThere")
                            .bytes());
            put(
                    plugins,
                    "c-throws.jar",
                    jar(sandbox, distribution)
                            .source(
                                    "Throws",
                                    source("FixedIds")
                                            .replace("FixedIds", "Throws")
                                            .replace("\"fixed\"", "thrown()")
                                            .replaceFirst(
                                                    "\\}\\s*$",
                                                    "String thrown() { throw new IllegalStateException(\"on purpose\"); }}"))
                            .service(IdMapProvider.class, "Throws")
                            .bytes());
            put(
                    plugins,
                    "d-good.jar",
                    jar(sandbox, distribution)
                            .source("FixedIds", source("FixedIds"))
                            .source("TracedRuntime", source("TracedRuntime"))
                            .service(IdMapProvider.class, "FixedIds")
                            .service(RuntimeProvider.class, "TracedRuntime")
                            .bytes());
            put(
                    plugins,
                    "e-tomorrow.jar",
                    jar(sandbox, distribution)
                            .source(
                                    "FixedIds",
                                    source("FixedIds")
                                            .replace("\"fixed\"", "\"future\"")
                                            .replace("ApiLevel.CURRENT", "99"))
                            .service(IdMapProvider.class, "FixedIds")
                            .bytes());
        }
        box = sandbox.with("JPOD_PLUGIN_PATH", "/no/such/directory:" + plugins);
    }

    private static PluginJar jar(Sandbox box, Path distribution) {
        return new PluginJar(distribution, box.fixtures().newDirectory("plugin"));
    }

    private static String source(String name) {
        try (InputStream in = PluginIT.class.getResourceAsStream("/plugin/" + name + ".java.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Path directory, String name, byte[] content) {
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aContainerHasTheIdsOfAStrategyFromAPlugin() {
        box.jpod("run", "--rm", "--network", "none", "--userns=fixed", box.busybox(), "cat", "/proc/self/uid_map")
                .succeeds()
                .printsMatching("\\s*0\\s+1\\s+5000");
    }

    @Test
    void aStrategyFromAPluginIsGivenItsOptions() {
        box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--userns=fixed:size=3000",
                        box.busybox(),
                        "cat",
                        "/proc/self/uid_map")
                .succeeds()
                .printsMatching("\\s*0\\s+1\\s+3000");
    }

    @Test
    void aContainersWholeLifeGoesThroughARuntimeFromAPlugin() {
        String id = box.sleeper("--name", "traced", "--network", "none", "--runtime=traced");
        box.jpod("exec", "traced", "echo", "inside").succeeds().prints("inside");
        box.jpod("stop", "--time", "20", "traced").succeeds();
        box.jpod("rm", "traced").succeeds();
        String trace = box.sh("cat $(find \"$HOME\" -name traced.log 2>/dev/null)")
                .succeeds()
                .text();
        assertTrue(trace.contains("start " + id), trace);
        assertTrue(trace.contains("kill " + id), trace);
        assertTrue(trace.contains("delete " + id), trace);
    }

    @Test
    void withoutThePluginPathTheIdIsUnknown() {
        Sandbox bare = box.with("JPOD_PLUGIN_PATH", null);
        bare.jpod("run", "--rm", "--runtime=traced", box.busybox(), "true")
                .failsPlainly(125)
                .complains("traced");
        bare.jpod("run", "--rm", "--userns=fixed", box.busybox(), "true")
                .failsPlainly(125)
                .complains("fixed");
    }

    @Test
    void aPluginOfANewerApiIsRefusedWhenItIsAskedFor() {
        box.jpod("run", "--rm", "--userns=future", box.busybox(), "true")
                .failsPlainly(125)
                .complains("future")
                .complains("API level 99");
    }

    @Test
    void brokenJarsDoNotDisturbOtherCommands() {
        String err = box.jpod("run", "--rm", "--network", "none", box.busybox(), "true")
                .succeeds()
                .err();
        assertEquals("", err);
        assertFalse(box.jpod("ps").succeeds().err().contains("jar"));
    }

    @Test
    void infoListsWhatIsThereAndWhatIsWrongWithIt() {
        String info = box.jpod("info", "--format", "json").succeeds().json().toString();
        for (String expected : new String[] {
            "\"fixed\"", "\"traced\"", "\"future\"", "d-good.jar", "a-garbage.jar", "NotThere", "API level 99"
        }) {
            assertTrue(info.contains(expected), () -> expected + " is not in " + info);
        }
    }
}
