package io.jpod.it.plugin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.monitor.MonitorProvider;
import io.jpod.api.network.NetworkProvider;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.api.storage.StorageProvider;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plug-ins of all five kinds, chosen by containers.conf and storage.conf instead of flags; and the options of a storage driver. */
@OnHost
class ChosenByFilesIT {
    private static final String PACKAGE = "com.example.jpod.";
    private static final String MONITOR = """
            import io.jpod.api.*;
            import io.jpod.api.host.HostFacts;
            import io.jpod.api.monitor.*;
            public final class Named implements MonitorProvider {
                private final MonitorProvider conmon = new io.jpod.monitor.conmon.ConmonMonitorProvider();
                public String id() { return "named"; }
                public int apiLevel() { return ApiLevel.CURRENT; }
                public Availability probe(HostFacts host) { return conmon.probe(host); }
                public ContainerMonitor open(ProviderContext context) {
                    context.log().warn("opened by " + getClass().getName() + " with " + context.options().get("path"));
                    return conmon.open(context);
                }
            }
            """;

    private final Sandbox box;
    private final Path examples;

    ChosenByFilesIT(Sandbox sandbox) throws IOException {
        examples = sandbox.fixtures().repository().resolve("examples");
        Path plugins = sandbox.directory().resolve("plugins");
        if (!Files.exists(plugins)) {
            example(sandbox, plugins, "idmap-table", IdMapProvider.class, "TableIdMapProvider", "TableIdMapProvider");
            example(
                    sandbox,
                    plugins,
                    "network-fixed-bridge",
                    NetworkProvider.class,
                    "BridgeNetworkProvider",
                    "BridgeNetwork");
            example(sandbox, plugins, "runtime-trace", RuntimeProvider.class, "TraceRuntimeProvider", "TraceRuntime");
            storage(sandbox, plugins);
            monitor(sandbox, plugins);
        }
        box = sandbox.with("JPOD_PLUGIN_PATH", plugins.toString());
    }

    private void example(Sandbox box, Path plugins, String project, Class<?> kind, String provider, String other) {
        PluginSources.put(
                plugins,
                project + ".jar",
                PluginSources.jar(box)
                        .source(PACKAGE + provider, text(project, provider))
                        .source(PACKAGE + other, text(project, other))
                        .service(kind, PACKAGE + provider));
    }

    private String text(String project, String name) {
        try {
            return Files.readString(examples.resolve(project + "/src/main/java/com/example/jpod/" + name + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The example, which knows no options, with one that it must have. */
    private void storage(Sandbox box, Path plugins) {
        String name = "ReflinkStorageProvider";
        String opened = "        return new ReflinkStorageDriver(context";
        String checks = """
                        for (String option : context.options().keySet()) {
                            if (!option.equals("note")) {
                                throw JpodException.usage("reflink has no option " + option);
                            }
                        }
                        context.log().warn("reflink opened with note " + context.options().get("note"));
                """;
        String source = text("storage-reflink", name);
        assertTrue(source.contains(opened));
        PluginSources.put(
                plugins,
                "storage-reflink.jar",
                PluginSources.jar(box)
                        .source(PACKAGE + name, source.replace(opened, checks + opened))
                        .service(StorageProvider.class, PACKAGE + name));
    }

    /** What is around conmon lies beside the plug-in, named by its manifest. */
    private static void monitor(Sandbox box, Path plugins) throws IOException {
        Path conmon;
        try (Stream<Path> files = Files.list(box.fixtures().repository().resolve("monitor-conmon/target"))) {
            conmon = files.filter(file ->
                            file.getFileName().toString().matches("jpod-monitor-conmon-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.createDirectories(plugins.resolve("parts"));
        Files.copy(conmon, plugins.resolve("parts/conmon.jar"));
        PluginSources.put(
                plugins,
                "named.jar",
                PluginSources.jar(box)
                        .header("Class-Path", "parts/conmon.jar")
                        .source("Named", MONITOR)
                        .compiledWith(conmon)
                        .service(MonitorProvider.class, "Named"));
    }

    @AfterEach
    void removeContainers() {
        if (Files.exists(box.directory().resolve("life"))) {
            apart("life", box).jpod("rm", "-f", "-a", "-t", "0").succeeds();
        }
    }

    private Sandbox configured(String containers, String storage) {
        return box.with(
                        "CONTAINERS_CONF_OVERRIDE",
                        box.write("tmp/containers.conf", containers).toString())
                .with(
                        "CONTAINERS_STORAGE_CONF",
                        box.write("tmp/storage.conf", storage).toString());
    }

    private Sandbox apart(String name, Sandbox from) {
        Path place = box.mkdir(name);
        return from.options("--root", place + "/root", "--runroot", place + "/run");
    }

    @Test
    void aContainersWholeLifeGoesThroughPluginsThatOnlyFilesName() {
        Sandbox with = apart("life", configured("""
                        [engine]
                        runtime = "trace"
                        monitor = "named"
                        [containers]
                        userns = "table:row=web"
                        [network]
                        default_rootless_network_cmd = "fixed-bridge"
                        """, """
                        [storage]
                        driver = "reflink"
                        """));
        String image = "oci:" + box.fixtures().busybox();
        with.jpod("run", "-d", "--name", "life", image, "sleep", "1000").succeeds();
        with.jpod("exec", "life", "cat", "/proc/self/uid_map").succeeds().printsMatching("\\s*0\\s+1000\\s+5000");
        with.jpod("exec", "life", "ip", "-4", "addr", "show", "br0").succeeds().says("inet 10.99.0.2/24");
        with.jpod("ps", "--format", "{{.Names}}").succeeds().prints("life");
        String info = with.jpod("info", "--format", "json").succeeds().json().toString();
        assertTrue(info.contains("\"graphDriverName\":\"reflink\""), info);
        // Without the files what made the container is still known.
        Sandbox without = apart("life", box);
        without.jpod("stop", "--time", "0", "life")
                .succeeds()
                .complains("opened by Named with null")
                .complains("reflink opened with note null");
        without.jpod("rm", "life").succeeds();
        String trace = box.sh("cat life/run/runtime/trace/trace.log").succeeds().text();
        assertTrue(trace.contains(" start ") && trace.contains(" kill ") && trace.contains(" delete "), trace);
    }

    @Test
    void theMonitorsProgramOfContainersConfReachesAPlugin() {
        String conmon = box.sh("command -v conmon").succeeds().text();
        apart(
                        "path",
                        configured(
                                "[engine]\nmonitor = \"named\"\nconmon_path = [\"/no/such/conmon\", \"" + conmon
                                        + "\"]\n",
                                ""))
                .jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "oci:" + box.fixtures().busybox(),
                        "true")
                .succeeds()
                .complains("opened by Named with " + conmon);
    }

    @Test
    void optionsReachADriverFromFlagsAndFiles() {
        Sandbox file = apart(
                "options",
                configured("", "[storage]\ndriver = \"reflink\"\n[storage.options.reflink]\nnote = \"file\"\n"));
        file.options("--storage-opt", "note=flag").jpod("images").succeeds().complains("reflink opened with note flag");
        file.options("--storage-opt", "reflink.note=own").jpod("ps").succeeds().complains("with note own");
        file.jpod("pull", "-q", "oci:" + box.fixtures().busybox()).succeeds().complains("with note file");
        file.options("--storage-opt", "size=3")
                .jpod("images")
                .failsPlainly(125)
                .complains("reflink has no option size");
        file.options("--storage-opt", "overlay.note=x")
                .jpod("images")
                .failsPlainly(125)
                .complains("storage option \"overlay.note=x\" is not for the driver reflink");
        file.options("--storage-opt", "note").jpod("ps").failsPlainly(125).complains("it must be name=value");
    }

    @Test
    void aRuntimesNameIsExplainedByTheTableOfRuntimes() {
        String image = box.busybox();
        String crun = box.sh("command -v crun || command -v runc").succeeds().text();
        String table = "[engine.runtimes]\nmine = [\"/no/such/program\", \"" + crun + "\"]\n";
        Sandbox named = configured("[engine]\nruntime = \"mine\"\n" + table, "");
        named.jpod("run", "--rm", "--network", "none", image, "echo", "hello")
                .succeeds()
                .prints("hello");
        named.jpod("info", "--format", "{{.Host.OCIRuntime.Name}} {{.Host.OCIRuntime.Path}}")
                .succeeds()
                .prints("mine " + crun);
        configured(table, "")
                .jpod("run", "--rm", "--runtime", "mine", "--network", "none", image, "echo", "hello")
                .succeeds()
                .prints("hello");
    }

    @Test
    void aNameThatNobodyHasIsRefusedWhicheverFileNamesIt() {
        String image = box.busybox();
        configured("[engine]\nruntime = \"nobody\"\n", "")
                .jpod("run", "--rm", image, "true")
                .failsPlainly(125)
                .complains("default OCI runtime \"nobody\" not found");
        configured("[engine]\nmonitor = \"nobody\"\n", "")
                .jpod("run", "--rm", "--network", "none", image, "true")
                .failsPlainly(125)
                .complains("no monitor provider \"nobody\" found");
        configured("[containers]\nuserns = \"nobody\"\n", "")
                .jpod("run", "--rm", "--network", "none", image, "true")
                .failsPlainly(125)
                .complains("nobody");
        configured("[network]\ndefault_rootless_network_cmd = \"nobody\"\n", "")
                .jpod("run", "--rm", image, "true")
                .failsPlainly(125)
                .complains("nobody");
        apart("nobody", configured("", "[storage]\ndriver = \"nobody\"\n"))
                .jpod("pull", "oci:" + box.fixtures().busybox())
                .failsPlainly(125)
                .complains("no storage provider \"nobody\" found");
        apart("nobody", box.options("--storage-driver", "nobody"))
                .jpod("images")
                .failsPlainly(125)
                .complains("no storage provider \"nobody\" found");
    }
}
