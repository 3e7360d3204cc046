package io.jpod.it.author;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example plug-ins pass the contracts of their kinds in builds of their own, and run containers in both forms. */
@OnHost
class ExamplesIT {
    private static final List<String> PLUGINS =
            List.of("idmap-table", "network-fixed-bridge", "runtime-trace", "storage-reflink");

    private final Sandbox box;

    ExamplesIT(Sandbox sandbox) {
        this.box = sandbox;
    }

    @Test
    void aContainerRunsThroughEachAsAPlainJar() throws IOException {
        runThroughEach("plain", "-1.0-plain.jar");
    }

    @Test
    void aContainerRunsThroughEachAsABundle() throws IOException {
        runThroughEach("bundle", "-1.0.jar");
    }

    @Test
    void eachPassesItsVerification() throws IOException {
        Path examples = StrangerBuild.of(box.fixtures()).examples();
        Path folder = Files.createDirectories(box.directory().resolve("examples-verified"));
        for (String name : PLUGINS) {
            Files.copy(examples.resolve(name + "/target/" + name + "-1.0-plain.jar"), folder.resolve(name + ".jar"));
        }
        Sandbox with = box.with("JPOD_PLUGIN_PATH", folder.toString());
        for (String name : PLUGINS) {
            with.jpod("plugin", "verify", name).succeeds().says(" passed, 0 failed, ");
        }
    }

    private void runThroughEach(String form, String ending) throws IOException {
        Path examples = StrangerBuild.of(box.fixtures()).examples();
        Path folder = Files.createDirectories(box.directory().resolve("examples-" + form));
        for (String name : PLUGINS) {
            Files.copy(examples.resolve(name + "/target/" + name + ending), folder.resolve(name + ".jar"));
        }
        Sandbox with = box.with("JPOD_PLUGIN_PATH", folder.toString());
        String image = box.busybox();
        with.jpod("run", "--rm", "--network", "none", "--userns=table:row=web", image, "cat", "/proc/self/uid_map")
                .succeeds()
                .printsMatching("\\s*0\\s+1000\\s+5000");
        with.jpod("run", "--rm", "--network", "none", "--userns=table:row=nobody", image, "true")
                .failsPlainly(125)
                .complains("the table has no row nobody");
        with.jpod("run", "--rm", "--network=fixed-bridge:address=10.99.0.7", image, "ip", "-4", "addr", "show", "br0")
                .succeeds()
                .says("inet 10.99.0.7/24");
        with.jpod(
                        "run",
                        "--rm",
                        "--name",
                        "traced-" + form,
                        "--network",
                        "none",
                        "--runtime=trace",
                        image,
                        "echo",
                        "out")
                .succeeds()
                .prints("out");
        String trace = box.sh("cat \"$XDG_RUNTIME_DIR\"/jpod/runtime/trace/trace.log")
                .succeeds()
                .text();
        assertTrue(trace.contains(" start ") && trace.contains(" delete "), trace);
        Path store = box.mkdir("reflink-" + form);
        with.options(
                        "--root",
                        store.resolve("root").toString(),
                        "--runroot",
                        store.resolve("run").toString(),
                        "--storage-driver",
                        "reflink")
                .jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "oci:" + box.fixtures().busybox(),
                        "sh",
                        "-c",
                        "echo x >/y; cat /y")
                .succeeds()
                .prints("x");
    }
}
