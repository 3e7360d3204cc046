package io.jpod.it.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What a command is started with may be missing, old, broken or somebody else's: the command does its work all the same. */
@OnHost
class StartIT {
    private static final String SLOWLY = "there is no usable archive of classes";

    private final Sandbox box;

    StartIT(Sandbox box) {
        this.box = box;
    }

    private Path distribution() {
        return Path.of(box.command().split("'")[1]).getParent().getParent();
    }

    /** The program of a copy of the distribution, without archives of its own. */
    private Sandbox copy(String name) {
        Path place = box.directory().resolve(name);
        box.sh("cp -r " + distribution() + " " + place + " && rm -rf " + place + "/lib/cache")
                .succeeds();
        return box.program(place.resolve("bin/jpod"))
                .with("HOME", box.mkdir(name + "-home").toString());
    }

    private static String version(Sandbox any) {
        Result result = any.jpod("version");
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals("", result.err());
        assertTrue(result.out().startsWith("Client:"), result::toString);
        return result.out();
    }

    private static boolean tellsSlowness(Sandbox any) {
        Result result = any.jpod("--log-level", "debug", "ps", "-q");
        assertEquals(0, result.exitCode(), result::toString);
        List<String> told =
                result.err().lines().filter(line -> line.contains(SLOWLY)).toList();
        assertTrue(told.size() < 2, result::toString);
        return !told.isEmpty();
    }

    private String archives(String home) {
        return box.sh("ls " + home + "/.cache/jpod | grep -E '(aot|jsa)$'").text();
    }

    private void awaitArchives(String home) {
        Deadline.await(
                Duration.ofSeconds(180),
                () -> "the archives are made: " + archives(home),
                () -> archives(home).lines().count() == 3);
    }

    @Test
    void theFirstCommandArchivesForTheNextAndBrokenArchivesDoNoHarm() {
        Sandbox fresh = copy("fresh");
        Running one = fresh.start("version");
        Running two = fresh.start("version");
        for (Running start : List.of(one, two)) {
            Result result = start.endInput().end(Duration.ofSeconds(60));
            assertEquals(0, result.exitCode(), result::toString);
        }
        assertEquals("", archives("fresh-home"), "the commands waited for the archive");
        assertTrue(tellsSlowness(fresh));
        awaitArchives("fresh-home");
        assertFalse(tellsSlowness(fresh));
        for (String damage : List.of("head -c 100000 $a > cut", "head -c 100000 /dev/urandom > cut", ": > cut")) {
            box.sh("for a in fresh-home/.cache/jpod/*.[aj]*; do " + damage + " && mv cut $a || exit; done")
                    .succeeds();
            version(fresh);
            assertTrue(tellsSlowness(fresh), damage);
        }
        // Another build's archive has another name.
        box.sh("echo 0123456789abcdef 9.9 0 > fresh/lib/build-id").succeeds();
        assertTrue(version(fresh.with("JPOD_ARCHIVE", "no")).contains("9.9"));
    }

    @Test
    void anArchiveThatIsNotFinishedLeavesNothing() {
        Sandbox fresh = copy("killed");
        version(fresh);
        // Others may train on this machine, too.
        String work = "find /tmp -maxdepth 1 -name 'jpod-[t]rain-*' -user $(id -u)";
        // It trains in several programs, one after the other: any may end between the look and the kill.
        String kill =
                "pgrep -u $(id -u) -f '^[^ ]*conmon .*jpod-train' && pkill -KILL -u $(id -u) -f '^[^ ]*java .*TrainingRun'";
        Deadline.await(
                Duration.ofSeconds(120),
                () -> "the training runs a container",
                () -> box.sh(kill).exitCode() == 0);
        Deadline.await(
                Duration.ofSeconds(20),
                () -> "left: "
                        + box.sh("pgrep -u $(id -u) -af jpod-[t]rain; " + work).out(),
                () -> box.sh("pgrep -u $(id -u) -f jpod-[t]rain; " + work)
                        .text()
                        .isEmpty());
        assertEquals(1, box.sh("ls killed-home/.cache/jpod").succeeds().lines().size(), "only the lock");
        // It is tried again, but not at once.
        box.sh("rm -f " + box.runtimeDirectory() + "/jpod/launch-*").succeeds();
        version(fresh);
        assertEquals("", box.sh("pgrep -u $(id -u) -f jpod-[t]rain").text());
        box.sh("touch -d '2 days ago' killed-home/.cache/jpod/*.making; rm -f " + box.runtimeDirectory()
                        + "/jpod/launch-*")
                .succeeds();
        version(fresh);
        awaitArchives("killed-home");
    }

    /** Java that tells which archive it is started with, and, as it is told to, ends with the full one. */
    private Sandbox watched(Sandbox any, String end) {
        String real = box.sh("readlink -f " + System.getProperty("java.home")).text();
        box.sh("mkdir -p jdk/bin && ln -sf " + real + "/release jdk/release && cat > jdk/bin/java <<'END'\n"
                        + "#!/bin/bash\necho \"$*\" | grep -o '\\(hot\\|light\\|full\\)-[0-9a-f]*-' >> "
                        + box.directory() + "/used\n"
                        + "case \"$*\" in *jpod/full-*) " + end + " ;; esac\nexec -a \"$0\" " + real
                        + "/bin/java \"$@\"\nEND\nchmod +x jdk/bin/java")
                .succeeds();
        return any.with("JPOD_JAVA_HOME", box.directory() + "/jdk");
    }

    private String used() {
        return box.sh("sed 's/-.*//' used; rm -f used").text().replace('\n', ' ');
    }

    @Test
    void commandsUseTheArchiveThatFitsThem() {
        Sandbox fresh = watched(copy("fitting"), ":");
        version(fresh);
        awaitArchives("fitting-home");
        fresh.jpod("ps").succeeds();
        used();
        fresh.jpod("ps").succeeds();
        fresh.jpod("volume", "ls").succeeds();
        assertEquals("light hot", used());
        // Tried before the first use.
        String empty = box.write("empty", "").toString();
        fresh.jpod("load", "--input", empty);
        assertEquals("full full", used());
        fresh.jpod("load", "--input", empty);
        assertEquals("full", used());
        // A word that a bundle's provider has.
        for (Sandbox way : List.of(fresh, fresh.with("_JPOD_START", "script"))) {
            box.sh("echo offered > " + box.runtimeDirectory() + "/jpod/bundles").succeeds();
            way.jpod("volume", "ls", "--filter=offered").text();
            way.jpod("volume", "ls", "--filter", "label=offered:size=1").text();
            way.jpod("volume", "ls", "--filter", "name=offered1").succeeds();
            assertEquals("full hot hot", used());
            box.sh("rm " + box.runtimeDirectory() + "/jpod/bundles").succeeds();
        }
    }

    @Test
    void aCommandThatFetchesStartsAnewWithoutAWordTwice() {
        Sandbox fresh = watched(copy("anew"), ":");
        version(fresh);
        awaitArchives("anew-home");
        fresh.jpod("load", "--input", box.write("empty", "").toString());
        used();
        String layout = "oci:" + box.fixtures().busybox();
        Result result = fresh.jpodReading("said\n", "run", "-it", "--rm", "--network", "none", layout, "head", "-n1")
                .succeeds()
                .says("said");
        assertEquals(
                1,
                result.err().lines().filter(line -> line.contains("not a TTY")).count(),
                result::toString);
        assertEquals("hot full", used());
        fresh.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        fresh.jpod("images", "-q").text(),
                        "true")
                .succeeds();
        assertEquals("light hot", used());
        assertFalse(fresh.jpod("create", "--pull=never", "nosuch").exitCode() == 0);
        assertEquals("hot", used());
        // Words that are not UTF-8 would be other words then: nothing is started anew.
        fresh.sh("V=$(printf '\\377') && export V && " + fresh.command() + " run --rm --network none " + layout
                        + " true")
                .succeeds();
        assertEquals("hot", used());
    }

    @Test
    void anArchiveWithWhichJavaEndsIsLeft() {
        Sandbox fresh = watched(copy("ending"), "exit 1");
        version(fresh);
        awaitArchives("ending-home");
        for (int i = 0; i < 2; i++) {
            used();
            Result result = fresh.jpod("load", "--input", box.write("empty", "").toString());
            assertTrue(result.exitCode() == 125 && result.err().startsWith("Error: "), result::toString);
            assertEquals(i == 0 ? "full hot" : "hot", used());
        }
    }

    /**
     * The JDK gives an archived class the place of its jar when the archive was made. The sealed package of a copy is at another place, and
     * none of its other classes may be loaded then.
     */
    @Test
    void noArchiveHoldsAClassOfASealedJar() throws IOException {
        List<String> sealed = new ArrayList<>();
        try (Stream<Path> jars = Files.list(distribution().resolve("lib"))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                sealed.addAll(sealedPackages(jar));
            }
        }
        assertTrue(sealed.contains("org.tukaani.xz."), sealed::toString);
        String empty = box.write("empty", "").toString();
        box.jpod("load", "--input", empty);
        box.with("JPOD_JAVA_OPTS", "-Xlog:class+load:file=" + box.directory() + "/loaded")
                .jpod("load", "--input", empty);
        List<String> loaded = Files.readAllLines(box.directory().resolve("loaded"));
        assertTrue(loaded.stream().anyMatch(line -> line.contains(" io.jpod.")), "nothing was loaded");
        for (String name : sealed) {
            assertEquals(
                    List.of(),
                    loaded.stream().filter(line -> line.contains(" " + name)).toList());
        }
    }

    private static List<String> sealedPackages(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            if (!"true".equalsIgnoreCase(file.getManifest().getMainAttributes().getValue("Sealed"))) {
                return List.of();
            }
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && name.contains("/"))
                    .map(name -> name.substring(0, name.lastIndexOf('/') + 1).replace('/', '.'))
                    .distinct()
                    .toList();
        }
    }

    @Test
    void nothingNeedBeWritable() {
        Sandbox fresh = copy("sealed");
        box.sh("chmod a-w sealed sealed/lib sealed-home").succeeds();
        version(fresh);
        assertTrue(tellsSlowness(fresh));
        assertEquals("", box.sh("ls -d sealed-home/.cache").text());
        box.sh("chmod -R u+w sealed sealed-home").succeeds();
    }

    @Test
    void theNativePartsAreNotNeeded() {
        Sandbox fresh = copy("plain").with("JPOD_ARCHIVE", "no");
        box.jpod("ps").succeeds();
        box.sh("rm plain/lib/native/start").exitCode();
        version(fresh);
        fresh.jpod("ps").succeeds();
        box.sh("rm -rf plain/lib/native").succeeds();
        version(fresh);
        fresh.jpod("ps").succeeds();
    }

    @Test
    void whatTheLastStartRecordedIsCheckedEachTime() {
        Sandbox fresh = copy("recorded").with("JPOD_ARCHIVE", "no");
        version(fresh);
        String record = box.runtimeDirectory() + "/jpod/launch-$(cut -d' ' -f1 recorded/lib/build-id)";
        assumeTrue(box.sh("ls " + record).exitCode() == 0, "no runtime directory to record in");
        box.sh("sed -i 's|^java .*|java /nonexistent/java|' " + record).succeeds();
        version(fresh);
        box.sh("head -c 300 /dev/urandom > " + record).succeeds();
        version(fresh);
        box.sh("sed -i 's/^flag -Djpod.build=.*/flag -Djpod.build=8.8 0 x/' " + record)
                .succeeds();
        assertTrue(version(fresh).contains("8.8"), "the record is not used at all");
        box.sh("touch recorded/lib/build-id").succeeds();
        assertFalse(version(fresh).contains("8.8"));
        // Another build in the same place: the record of the one before goes.
        String old = box.sh("ls " + record).text();
        box.sh("sed -i 's/^[0-9a-f]*/0123456789abcdef/' recorded/lib/build-id").succeeds();
        version(fresh);
        assertEquals("", box.sh("ls " + old).text());
        box.sh("ls " + box.runtimeDirectory() + "/jpod/launch-0123456789abcdef").succeeds();
    }

    @Test
    void thePauseProcessIsJoinedWithoutNsenter() {
        box.jpod("ps").succeeds();
        assumeTrue(box.sh("ls " + distribution() + "/lib/native/start").exitCode() == 0, "built without a C compiler");
        box.jpod("ps").succeeds();
        box.sh("mkdir -p few && for t in sh env; do ln -sf $(command -v $t) few/; done")
                .succeeds();
        Result joined =
                box.with("PATH", box.directory() + "/few").jpod("unshare", "/bin/readlink", "/proc/self/ns/user");
        assertEquals(0, joined.exitCode(), joined::toString);
        assertFalse(joined.text().equals(box.sh("readlink /proc/self/ns/user").text()), joined::toString);
    }

    @Test
    void aSmallJdkIsEnough() {
        // As in an image of the JDK without the desktop and most else.
        Sandbox small =
                box.with("JPOD_JAVA_OPTS", "--limit-modules java.base,java.logging,java.naming,jdk.unsupported");
        version(small);
        small.jpod("run", "--rm", "--network", "none", box.busybox(), "true").succeeds();
        small.jpod("images").succeeds();
    }

    @Test
    void theTraceTellsWhereTheTimeWent() {
        for (Sandbox way : List.of(box, box.with("_JPOD_START", "script"))) {
            Result result = way.jpod("--trace", "ps", "-q");
            assertEquals(0, result.exitCode(), result::toString);
            assertEquals("", result.out());
            List<String> phases = new ArrayList<>();
            for (String line : result.err().lines().skip(1).toList()) {
                phases.add(line.replaceAll("^trace: +[0-9.]+ +[0-9.]+  ([a-z ]*[a-z]).*", "$1"));
            }
            assertEquals(
                    List.of("start of java", "namespace", "arguments", "wiring", "command", "total"),
                    phases,
                    result::toString);
        }
        Result result = box.with("JPOD_TRACE", "1").jpod("version");
        assertTrue(result.err().contains("start of java"), result::toString);
        assertEquals("", box.jpod("version").err());
    }

    @Test
    void theLimitOfOpenFilesIsTheCallers() {
        String limit = box.sh("ulimit -S -n 321 && " + box.command() + " unshare sh -c 'ulimit -S -n'")
                .text();
        assertEquals("321", limit);
    }
}
