package io.jpod.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Plug-ins that are OSGi bundles, and what plain jars and bundles can see. */
@OnHost
class BundleIT {
    private static final String COMPONENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="by-component">
              <service><provide interface="io.jpod.api.idmap.IdMapProvider"/></service>
              <implementation class="component.ByComponent"/>
            </scr:component>
            """;

    private final Sandbox box;

    BundleIT(Sandbox sandbox) {
        Path plugins = sandbox.directory().resolve("plugins");
        if (!Files.exists(plugins)) {
            offers(sandbox, plugins);
            broken(sandbox, plugins);
            components(sandbox, plugins);
            libraries(sandbox, plugins);
        }
        box = sandbox.with("JPOD_PLUGIN_PATH", plugins.toString());
    }

    /** One bundle for each way to offer a provider. */
    private static void offers(Sandbox box, Path plugins) {
        PluginSources.put(
                plugins,
                "mediated.jar",
                PluginSources.bundle(box, "mediated", "1.2.3", PluginSources.API)
                        .header(
                                "Require-Capability",
                                "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.registrar)\","
                                        + "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"")
                        .header(
                                "Provide-Capability",
                                "osgi.serviceloader;osgi.serviceloader=\"" + PluginSources.IDMAP
                                        + "\";register:=\"mediated.Mediated\"")
                        .source("mediated.Mediated", in("mediated", "Mediated", "mediated"))
                        .source("mediated.Unregistered", in("mediated", "Unregistered", "unregistered"))
                        .service(io.jpod.api.idmap.IdMapProvider.class, "mediated.Mediated")
                        .service(io.jpod.api.idmap.IdMapProvider.class, "mediated.Unregistered"));
        PluginSources.put(
                plugins,
                "component.jar",
                PluginSources.bundle(box, "component", "1.0.0", PluginSources.API)
                        .header("Service-Component", "OSGI-INF/component.xml")
                        .header(
                                "Require-Capability",
                                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.4.0))\"")
                        .file("OSGI-INF/component.xml", COMPONENT)
                        .source("component.ByComponent", in("component", "ByComponent", "component")));
        PluginSources.put(
                plugins,
                "noted.jar",
                PluginSources.bundle(
                                box,
                                "noted",
                                "1.0.0",
                                "io.jpod.api;version=\"[1.1,2)\",io.jpod.api.host;version=\"[1.1,2)\","
                                        + "io.jpod.api.network;version=\"[1.1,2)\","
                                        + "org.osgi.framework;version=\"[1.8,2)\"")
                        .header("Bundle-Activator", "NotedStart")
                        .source("NotedNetwork", PluginSources.source("NotedNetwork"))
                        .source("NotedStart", PluginSources.source("NotedStart")));
    }

    private static void broken(Sandbox box, Path plugins) {
        PluginSources.put(
                plugins,
                "lacking.jar",
                PluginSources.bundle(box, "lacking", "1", PluginSources.API + ",not.there;version=\"[3,4)\"")
                        .source("lacking.Lacking", in("lacking", "Lacking", "lacking"))
                        .service(io.jpod.api.idmap.IdMapProvider.class, "lacking.Lacking"));
        PluginSources.put(
                plugins,
                "tomorrow.jar",
                PluginSources.bundle(box, "tomorrow", "1", "io.jpod.api.idmap;version=\"[1.7,2)\"")
                        .source("tomorrow.Tomorrow", in("tomorrow", "Tomorrow", "tomorrow"))
                        .service(io.jpod.api.idmap.IdMapProvider.class, "tomorrow.Tomorrow"));
    }

    /** Bundles whose declarative services do not become providers. */
    private static void components(Sandbox box, Path plugins) {
        component(box, plugins, "unmade", COMPONENT.replace("component.ByComponent", "unmade.Gone"));
        String waiting = "<reference name=\"r\" interface=\"not.there.Service\"/></scr:component>";
        component(
                box,
                plugins,
                "waiting",
                COMPONENT.replace("component.", "waiting.").replace("</scr:component>", waiting));
        component(box, plugins, "garbled", "<scr");
    }

    private static void component(Sandbox box, Path plugins, String name, String xml) {
        PluginSources.put(
                plugins,
                name + ".jar",
                PluginSources.bundle(box, name, "1.0.0", PluginSources.API)
                        .header("Service-Component", "OSGI-INF/component.xml")
                        .file("OSGI-INF/component.xml", xml)
                        .source(name + ".ByComponent", in(name, "ByComponent", name)));
    }

    /** Two bundles that import two versions of a library bundle, and two plain jars that carry two versions of it. */
    private static void libraries(Sandbox box, Path plugins) {
        for (int version = 1; version <= 2; version++) {
            String library = "package library; public final class Ids { public static final Long COUNT = Long.valueOf("
                    + (version + 2) + "000); }";
            Path jar = PluginSources.put(
                    plugins,
                    "library-" + version + ".jar",
                    PluginSources.bundle(box, "library", version + ".0.0", "")
                            .header("Export-Package", "library;version=\"" + version + ".0.0\"")
                            .source("library.Ids", library));
            String range = "[" + version + "," + (version + 1) + ")";
            PluginSources.put(
                    plugins,
                    "bundle-of-" + version + ".jar",
                    PluginSources.bundle(
                                    box,
                                    "bundle.of." + version,
                                    "1.0.0",
                                    PluginSources.API + ",library;version=\"" + range + "\"")
                            .compiledWith(jar)
                            .source("bundled.Careful", careful("bundled", "bundle-of-" + version))
                            .service(io.jpod.api.idmap.IdMapProvider.class, "bundled.Careful"));
            PluginSources.put(
                    plugins,
                    "plain-of-" + version + ".jar",
                    PluginSources.jar(box)
                            .source("library.Ids", library.replace("000)", "500)"))
                            .source("plain.Careful", careful("plain", "plain-of-" + version))
                            .service(io.jpod.api.idmap.IdMapProvider.class, "plain.Careful"));
        }
    }

    private static String in(String packageName, String className, String id) {
        return "package " + packageName + ";\n" + PluginSources.idMap(className, id);
    }

    private static String careful(String packageName, String id) {
        return PluginSources.source("Careful").replace("PACKAGE", packageName).replace("\"ID\"", "\"" + id + "\"");
    }

    private void assertIds(String userns, String count) {
        String err = box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--userns=" + userns,
                        box.busybox(),
                        "cat",
                        "/proc/self/uid_map")
                .succeeds()
                .printsMatching("\\s*0\\s+1\\s+" + count)
                .err();
        assertEquals("", err);
    }

    @Test
    void aServiceOfABundleIsMediated() {
        box.busybox();
        assertIds("mediated", "5000");
        // For the start program.
        assertTrue(box.sh("cat " + box.runtimeDirectory() + "/jpod/bundles")
                .succeeds()
                .lines()
                .contains("mediated"));
    }

    @Test
    void aServiceThatACapabilityExcludesIsNotOffered() {
        box.jpod("run", "--rm", "--userns=unregistered", box.busybox(), "true")
                .failsPlainly(125)
                .complains("unregistered");
    }

    @Test
    void aComponentOfDeclarativeServicesIsAProvider() {
        box.busybox();
        assertIds("component", "5000");
    }

    @Test
    void aComponentThatIsNotThereIsToldWithTheReason() {
        for (String[] expected : new String[][] {
            {"unmade", "its component by-component lacks the class unmade.Gone"},
            {"waiting", "its component by-component waits for a service: not.there.Service"},
            {"garbled", "declares no component that can be read in OSGI-INF/component.xml"}
        }) {
            box.jpod("run", "--rm", "--userns=" + expected[0], box.busybox(), "true")
                    .failsPlainly(125)
                    .complains(expected[0] + ".jar " + expected[1]);
        }
    }

    @Test
    void aNetworkThatAnActivatorRegistersIsThereForTheContainersWholeLife() {
        String id = box.jpod("run", "-d", "--name", "noted", "--network=noted", box.busybox(), "sleep", "1000")
                .succeeds()
                .text();
        box.jpod("stop", "--time", "0", "noted").succeeds();
        box.jpod("rm", "noted").succeeds();
        // This one ends by itself: conmon's exit command has to find the plug-in again.
        String own = box.jpod("run", "-d", "--rm", "--network=noted", box.busybox(), "true")
                .succeeds()
                .text();
        box.jpod("wait", "--ignore", own);
        box.sh("i=0; until grep -q 'detach " + own + "' $(find \"$HOME\" -name noted.log); do"
                        + " i=$((i+1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done")
                .succeeds();
        String log = box.sh("cat $(find \"$HOME\" -name noted.log)").succeeds().text();
        assertEquals("attach " + id + "\ndetach " + id + "\nattach " + own + "\ndetach " + own, log);
    }

    @Test
    void theConfigurationFileNamesPluginsToo() {
        box.write(
                "plugins.conf",
                "[containers]\nuserns = \"mediated\"\n[network]\ndefault_rootless_network_cmd = \"noted\"\n");
        Sandbox configured = box.with("CONTAINERS_CONF", box.directory() + "/plugins.conf");
        configured
                .jpod("run", "--rm", "--network", "none", box.busybox(), "cat", "/proc/self/uid_map")
                .succeeds()
                .printsMatching("\\s*0\\s+1\\s+5000");
        configured
                .jpod("create", "--name", "configured", "--userns", "host", box.busybox(), "true")
                .succeeds();
        configured
                .jpod("inspect", "--format", "{{.HostConfig.NetworkMode}}", "configured")
                .succeeds()
                .prints("noted");
        configured.jpod("rm", "configured").succeeds();
    }

    @Test
    void twoVersionsOfALibraryLiveSideBySide() {
        box.busybox();
        assertIds("bundle-of-1", "3000");
        assertIds("bundle-of-2", "4000");
        assertIds("plain-of-1", "3500");
        assertIds("plain-of-2", "4500");
    }

    @Test
    void aBundleThatCannotBeResolvedIsNamedWithWhatItLacks() {
        box.jpod("run", "--rm", "--userns=lacking", box.busybox(), "true")
                .failsPlainly(125)
                .complains("lacking.jar")
                .complains("not.there");
    }

    @Test
    void aBundleForANewerApiIsNamedWithBothLevels() {
        box.jpod("run", "--rm", "--userns=tomorrow", box.busybox(), "true")
                .failsPlainly(125)
                .complains("tomorrow.jar")
                .complains("needs API level 7, this jpod has 1");
    }

    @Test
    void theListingTellsBundlesAndLibraries() {
        String list = box.jpod("plugin", "ls", "--no-trunc").succeeds().text();
        for (String expected : new String[] {
            "mediated +idmap +mediated +1.2.3 +1 +enabled",
            "component +idmap +component +1.0.0 +1 +enabled",
            "noted +network +noted +1.0.0 +1 +enabled",
            "library-1 +library +1.0.0 +0 +enabled",
            "lacking .*broken .*not.there"
        }) {
            assertFalse(list.lines().noneMatch(line -> line.matches(expected + ".*")), expected + " in\n" + list);
        }
    }

    @Test
    void aBundleThatDoesNotStopIsNamedAndLeftBehind() {
        Path folder = box.directory().resolve("stops");
        String stop = "public void stop(BundleContext context) {";
        String source = PluginSources.source("NotedStart");
        assertTrue(source.contains(stop));
        PluginSources.put(
                folder,
                "deaf.jar",
                PluginSources.bundle(
                                box,
                                "deaf",
                                "1.0.0",
                                "io.jpod.api;version=\"[1.1,2)\",io.jpod.api.host;version=\"[1.1,2)\","
                                        + "io.jpod.api.network;version=\"[1.1,2)\","
                                        + "org.osgi.framework;version=\"[1.8,2)\"")
                        .header("Bundle-Activator", "NotedStart")
                        .source(
                                "NotedNetwork",
                                PluginSources.source("NotedNetwork").replace("noted", "deaf"))
                        .source("NotedStart", source.replace(stop, stop + "while (true) Thread.onSpinWait();")));
        box.with("JPOD_PLUGIN_PATH", folder.toString())
                .jpod("run", "--rm", "--network=deaf", box.busybox(), "echo", "done")
                .succeeds()
                .prints("done")
                .complains("deaf.jar did not stop within 2 seconds");
    }
}
