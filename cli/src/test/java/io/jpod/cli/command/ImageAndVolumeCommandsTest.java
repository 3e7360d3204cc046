package io.jpod.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jpod.cli.CliFixture;
import io.jpod.cli.FakeContainers;
import io.jpod.cli.create.CreateParser;
import io.jpod.cli.create.CreateTable;
import io.jpod.cli.option.ArgumentParser;
import io.jpod.engine.container.ContainerState;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.MountSpec;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageAndVolumeCommandsTest {
    private static final long NOW = 1_795_472_771L + 300;

    @TempDir
    Path directory;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(directory);
        cli.images.add('f', NOW - 240, "docker.io/library/alpine:latest", "localhost/mine:1");
        cli.images.add('1', NOW - 7200);
    }

    private void container(MountSpec... mounts) {
        ArgumentParser parser = new ArgumentParser(false, CreateTable.run()).parse(List.of("alpine"));
        CreateRequest request =
                new CreateParser(parser.options(), directory, Map.of(), true).parse(parser.arguments(), List.of());
        cli.containers.add(
                'c',
                "user",
                ContainerState.builder().status("exited"),
                FakeContainers.config(request).mounts(List.of(mounts)));
    }

    @Test
    void imagesHaveARowForEachName() {
        assertEquals(0, cli.run("images"));
        assertEquals("""
                REPOSITORY                TAG         IMAGE ID      CREATED        SIZE
                docker.io/library/alpine  latest      ffffffffffff  4 minutes ago  2.13 MB
                localhost/mine            1           ffffffffffff  4 minutes ago  2.13 MB
                <none>                    <none>      111111111111  2 hours ago    2.13 MB
                """, cli.out());
    }

    @Test
    void imagesCanBeChosenByNameAndFilter() {
        cli.run("images -n mine");
        assertEquals("localhost/mine  1           ffffffffffff  4 minutes ago  2.13 MB\n", cli.out());
        cli.run("images -q --filter dangling=true");
        assertEquals("111111111111\n", cli.out());
        cli.run("images -q --no-trunc --filter reference=al*");
        assertEquals("sha256:" + "f".repeat(64) + "\n", cli.out());
        cli.run("images -q --filter label=a=b --filter before=mine:1");
        assertEquals(125, cli.run("images -q --filter before=nope"));
        cli.run("images nope");
        assertEquals("REPOSITORY  TAG         IMAGE ID    CREATED     SIZE\n", cli.out());
    }

    @Test
    void imagesByTemplateAndAsJson() {
        cli.run("images", "--format", "{{.Repository}}:{{.Tag}} {{.ID}} {{.Size}}", "alpine");
        assertEquals("docker.io/library/alpine:latest ffffffffffff 2.13 MB\n", cli.out());
        container();
        cli.run("images --format json");
        JsonObject row = (JsonObject) ((List<?>) Json.parse(cli.out())).get(0);
        assertEquals(
                "[Id, ParentId, RepoTags, RepoDigests, Size, SharedSize, VirtualSize, Labels, Containers, Names, Digest,"
                        + " History, Created, CreatedAt]",
                row.names().toString());
        assertEquals(1, row.getInt("Containers", 0));
        assertEquals("2026-11-23T22:27:11Z", row.getString("CreatedAt", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io/library/alpine:latest,alpine,true",
        "docker.io/library/alpine:latest,library/alpine,true",
        "docker.io/library/alpine:latest,docker.io/library/alpine:latest,true",
        "docker.io/library/alpine:latest,alpine:latest,true",
        "docker.io/library/alpine:latest,alpine:3,false",
        "docker.io/library/alpine:latest,alp,false",
        "docker.io/library/alpine:latest,al*,true",
        "docker.io/library/alpine:latest,*/alpine,true",
        "docker.io/library/alpine:latest,doc*alpine,false",
        "localhost:5000/a:1,a,true",
        "localhost:5000/a:1,localhost:5000/a,true"
    })
    void namesMatchWholeOrFromASlashOn(String name, String reference, boolean matches) {
        assertEquals(matches, ImageFilter.matches(name, reference));
    }

    @Test
    void removalPrintsWhatWentAndKnowsWhoUsesAnImage() {
        container();
        assertEquals(2, cli.run("rmi alpine"));
        assertEquals(0, cli.run("rmi -f alpine"));
        assertEquals(
                "Untagged: docker.io/library/alpine:latest\nUntagged: localhost/mine:1\nDeleted: " + "f".repeat(64)
                        + "\n",
                cli.out());
        assertEquals(List.of("remove -f -v user"), cli.containers.calls);
        assertEquals(0, cli.run("rmi -a --no-prune"));
        assertEquals("remove " + "1".repeat(64) + " -f --no-prune", cli.images.calls.get(1));
        assertEquals(1, cli.run("rmi a b"));
        assertEquals("Error: a: image not known\nError: b: image not known\n", cli.err());
        assertEquals(0, cli.run("rmi -i a"));
    }

    @Test
    void pullPrintsIdsAndTellsProgressOnTheSide() {
        assertEquals(125, cli.run("pull --creds u:p --tls-verify=false --platform linux/arm64 --retry 2 alpine nope"));
        assertEquals("f".repeat(64) + "\n", cli.out());
        assertTrue(cli.err().startsWith("Trying to pull alpine...\n"), cli.err());
        assertEquals("u:p", cli.images.pulled.credentials());
        assertFalse(cli.images.pulled.tlsVerify().get());
        assertEquals("linux/arm64", cli.images.pulled.platform());
        assertEquals(2, cli.images.pulled.retries().get());
        assertEquals("always", cli.images.pulled.policy());
        assertEquals(0, cli.run("pull -q alpine"));
        assertEquals("", cli.err());
    }

    @Test
    void credentialsThatAreLeftOutAreAskedFor() {
        assertEquals(125, cli.run("pull --creds joe alpine"));
        assertTrue(cli.out().startsWith("Password: "), cli.out());
        assertTrue(cli.err().startsWith("Error: could not read password from terminal"), cli.err());
        assertNull(cli.images.pulled);
    }

    @Test
    void pullTakesWhatIsThereWhereThePolicySaysSo() {
        for (String policy : List.of("missing", "never", "newer")) {
            assertEquals(0, cli.run("pull --policy " + policy + " alpine"));
            assertEquals("f".repeat(64) + "\n", cli.out());
            assertEquals(policy, cli.images.obtained.policy());
        }
        assertNull(cli.images.pulled);
        assertEquals(125, cli.run("pull --policy foo alpine"));
        assertEquals("Error: unsupported pull policy \"foo\"\n", cli.err());
    }

    @Test
    void imagesTellTheirTimeAndState() {
        cli.run("images", "--format", "{{.CreatedAt}}|{{.CreatedTime}}|{{.IsDangling}}|{{.IsReadOnly}}", "alpine");
        assertEquals("2026-11-23 22:27:11 +0000 UTC|2026-11-23 22:27:11 +0000 UTC|false|false\n", cli.out());
    }

    @Test
    void pushSendsToTheImagesOwnNameByDefault() {
        assertEquals(0, cli.run("push alpine"));
        assertEquals(0, cli.run("push --digestfile d -f v2s2 alpine oci:dir"));
        assertEquals(List.of("push alpine alpine", "push alpine oci:dir"), cli.images.calls);
        assertEquals(directory.resolve("d").toString(), cli.images.pulled.digestFile());
        assertEquals("v2s2", cli.images.pulled.format());
        assertEquals(125, cli.run("push -f foo alpine"));
    }

    @Test
    void loadReadsAFileOrStandardInput() throws IOException {
        Files.writeString(directory.resolve("image.tar"), "x");
        assertEquals(0, cli.run("load -qi image.tar"));
        assertEquals("Loaded image: localhost/a:latest\nLoaded image: localhost/b:1\n", cli.out());
        assertEquals("load image.tar", cli.images.calls.get(0));
        assertEquals(0, cli.run("load"));
        assertTrue(cli.images.calls.get(1).startsWith("load jpod-"));
        assertEquals(125, cli.run("load -i nope"));
        assertEquals("Error: stat nope: no such file or directory\n", cli.err());
        cli.terminal = true;
        assertEquals(125, cli.run("load"));
    }

    @Test
    void importHandsChangesOn() throws IOException {
        Files.writeString(directory.resolve("root.tar"), "x");
        assertEquals(0, cli.run("import -c CMD=sh -m hello --arch arm64 root.tar mine"));
        assertEquals("sha256:" + "9".repeat(64) + "\n", cli.out());
        assertEquals(List.of("import mine [CMD=sh] {arch=arm64, message=hello}"), cli.images.calls);
    }

    @Test
    void importFetchesUrls() throws IOException {
        byte[] tar = "the bytes of a tar".getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/root.tar", exchange -> {
            exchange.sendResponseHeaders(200, tar.length);
            exchange.getResponseBody().write(tar);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            assertEquals(0, cli.run("import " + base + "/root.tar mine"));
            assertEquals("Downloading from \"" + base + "/root.tar\"\n", cli.err());
            assertEquals(List.of("import mine [] {}"), cli.images.calls);
            assertEquals(125, cli.run("import " + base + "/none.tar"));
            assertTrue(cli.err().contains("Error: downloading \"" + base + "/none.tar\""), cli.err());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tagAndUntagPassOn() {
        assertEquals(0, cli.run("tag alpine a b"));
        assertEquals(0, cli.run("image untag alpine"));
        assertEquals(List.of("tag alpine [a, b]", "untag alpine []"), cli.images.calls);
    }

    @Test
    void volumesAreMadeListedAndRemoved() {
        assertEquals(0, cli.run("volume create -l a=b data"));
        assertEquals("data\n", cli.out());
        assertEquals(0, cli.run("volume create --ignore data"));
        assertEquals(0, cli.run("volume create other"));
        cli.run("volume ls");
        assertEquals("DRIVER      VOLUME NAME\nlocal       data\nlocal       other\n", cli.out());
        cli.run("volume ls -q --filter label=a=b");
        assertEquals("data\n", cli.out());
        cli.run("volume", "inspect", "--format", "{{.Labels}} {{.Driver}}", "data");
        assertEquals("map[a:b] local\n", cli.out());
        assertEquals(1, cli.run("volume rm data nope"));
        assertEquals("data\n", cli.out());
        assertEquals(125, cli.run("volume create --driver foo"));
    }

    @Test
    void pruneAsksAndSparesWhatIsUsed() {
        cli.volumes.create("used", Map.of(), Map.of(), false);
        cli.volumes.create("free", Map.of(), Map.of(), true);
        container(MountSpec.builder()
                .type("volume")
                .source("used")
                .destination("/data")
                .build());
        cli.input = "n\n";
        assertEquals(0, cli.run("volume prune"));
        assertTrue(cli.out().contains("will be removed:\nfree\nAre you sure you want to continue? [y/N] "), cli.out());
        assertTrue(cli.volumes.exists("free"));
        cli.input = "y\n";
        cli.run("volume prune");
        assertFalse(cli.volumes.exists("free"));
        assertTrue(cli.volumes.exists("used"));
        cli.input = "";
        assertEquals(0, cli.run("volume prune"));
        assertTrue(cli.out().endsWith("No dangling volumes found\n"), cli.out());
        cli.volumes.create("free", Map.of(), Map.of(), true);
        assertEquals(125, cli.run("volume prune"));
        assertEquals(0, cli.run("volume rm -f used"));
        assertEquals(List.of("remove -f user"), cli.containers.calls);
    }

    @Test
    void systemPruneSparesVolumesThatItsFiltersSpare() {
        cli.run("volume create -l a=b data");
        assertEquals(0, cli.run("system prune -f --volumes --filter until=2026-01-01T00:00:00Z"), cli.err());
        assertTrue(cli.volumes.exists("data"));
        assertEquals(0, cli.run("system prune -f --volumes --filter label=x"), cli.err());
        assertTrue(cli.volumes.exists("data"));
        assertEquals(0, cli.run("system prune -f --volumes --filter label=a"), cli.err());
        assertFalse(cli.volumes.exists("data"));
    }

    @Test
    void volumesAreFoundByAnyOfSeveralNamesAndByABeginning() {
        cli.run("volume create one");
        cli.run("volume create two");
        cli.run("volume create tworld");
        cli.run("volume ls -q --filter name=one --filter name=tworld");
        assertEquals("one\ntworld\n", cli.out());
        cli.run("volume ls -q --filter name=one --filter driver=other");
        assertEquals("", cli.out());
        cli.run("volume", "inspect", "on", "--format", "{{.Name}}");
        assertEquals("one\n", cli.out());
        assertEquals(2, cli.run("volume rm tw"));
        assertEquals(0, cli.run("volume rm two on"));
        assertEquals("two\none\n", cli.out());
        cli.run("volume", "ls", "--format", "{{.Name}} {{.Anonymous}}");
        assertEquals("tworld false\n", cli.out());
    }
}
