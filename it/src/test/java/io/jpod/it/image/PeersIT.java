package io.jpod.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Registry;
import io.jpod.it.harness.Requirement;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What jpod writes, skopeo, podman and umoci read, and the other way round, with the same digests. */
@OnHost
class PeersIT {
    private static final String[] PLACES = {"oci:tmp/%s:x", "oci-archive:tmp/%s.tar:x", "dir:tmp/%s-dir"};

    private final Sandbox box;
    private Registry registry;
    private Path layout;
    private String image;

    PeersIT(Sandbox box) {
        this.box = box;
    }

    @BeforeAll
    void start() {
        registry = Registry.plain(box.fixtures());
        box.write(
                "home/.config/containers/registries.conf",
                "[[registry]]\nlocation = \"" + registry.address() + "\"\ninsecure = true\n");
        layout = layout("amd64");
        image = registry.put(layout, "peers/image:1");
    }

    @AfterAll
    void stop() {
        registry.close();
    }

    private Path layout(String architecture) {
        return new OciLayout()
                .architecture(architecture)
                .layer(new Tar().file("one", 0644, architecture).bytes())
                .layer(new Tar().file("two", 0600, 5, 6, new byte[3000]).bytes())
                .writeTo(box.fixtures().newDirectory("peers-" + architecture), "peers");
    }

    private String raw(String place) {
        return box.sh("skopeo inspect --raw --tls-verify=false " + place + " | sha256sum")
                .succeeds()
                .text();
    }

    @Test
    void digestsStayTheSameOnEveryWay() {
        String digest = raw("docker://" + image);
        String id = box.jpod("pull", "-q", image).succeeds().text();
        String target = registry.address() + "/peers/copy:1";
        box.jpod("push", "-q", id, target).succeeds();
        assertEquals(digest, raw("docker://" + target));
        for (String pattern : PLACES) {
            String mine = pattern.formatted("mine");
            String theirs = pattern.formatted("theirs");
            box.jpod("push", "-q", id, mine).succeeds();
            assertEquals(digest, raw(mine));
            box.sh("skopeo --insecure-policy copy -q --src-tls-verify=false docker://" + image + " " + theirs)
                    .succeeds();
            box.jpod("rmi", "-f", id).succeeds();
            assertEquals(id, box.jpod("pull", "-q", theirs).succeeds().text());
            box.jpod("push", "-q", id, target).succeeds();
            assertEquals(digest, raw("docker://" + target));
            box.sh("skopeo --insecure-policy copy -q --dest-tls-verify=false " + mine + " docker://" + target)
                    .succeeds();
            assertEquals(digest, raw("docker://" + target));
        }
        box.jpod("push", "-q", id, "docker-archive:tmp/mine-docker.tar:peers/image:1")
                .succeeds();
        box.sh("skopeo inspect --format '{{.Architecture}}' docker-archive:tmp/mine-docker.tar")
                .succeeds()
                .prints("amd64");
        box.sh("umoci unpack --rootless --image tmp/mine:x tmp/unpacked && cat tmp/unpacked/rootfs/one")
                .succeeds()
                .prints("amd64");
        box.sh("umoci config --image tmp/mine:x --config.cmd /one --tag changed")
                .succeeds();
        String changed =
                box.jpod("pull", "-q", "oci:tmp/mine:changed").succeeds().text();
        box.jpod("inspect", "--format", "{{json .Config.Cmd}}", changed)
                .succeeds()
                .prints("[\"/one\"]");
        box.jpod("rmi", "-f", changed, id).succeeds();
    }

    @Test
    void anIndexMadeByPodmanIsChosenFromAndCopied() {
        Requirement.PODMAN.checkProgram("podman");
        String arm = registry.put(layout("arm64"), "peers/arm:1");
        Sandbox podman = podman();
        String index = registry.address() + "/peers/index:1";
        podman.jpod("manifest", "create", "multi", "docker://" + image).succeeds();
        podman.jpod("manifest", "add", "multi", "docker://" + arm).succeeds();
        podman.jpod("manifest", "push", "-q", "--all", "multi", "docker://" + index)
                .succeeds();
        String own = box.jpod("pull", "-q", index).succeeds().text();
        box.jpod("inspect", "--format", "{{.Architecture}}", own).succeeds().prints("amd64");
        String other = box.jpod("pull", "-q", "--platform", "linux/arm64", index)
                .succeeds()
                .text();
        box.jpod("inspect", "--format", "{{.Architecture}}", other).succeeds().prints("arm64");
        // All of it, to a directory and to a layout, without pulling.
        box.jpod("manifest", "create", "--all", "theirs", "docker://" + index).succeeds();
        box.jpod("manifest", "push", "-q", "--all", "theirs", "dir:tmp/index-dir")
                .succeeds();
        box.jpod("manifest", "push", "-q", "--all", "theirs", "oci:tmp/index:x").succeeds();
        box.jpod("manifest", "push", "-q", "--all", "theirs", "oci-archive:tmp/index.tar:x")
                .succeeds();
        String everything = registry.address() + "/peers/again:1";
        for (String place : new String[] {"dir:tmp/index-dir", "oci:tmp/index:x", "oci-archive:tmp/index.tar:x"}) {
            box.sh("skopeo --insecure-policy copy -q --all --dest-tls-verify=false " + place + " docker://"
                            + everything)
                    .succeeds();
            String raw = box.sh("skopeo inspect --raw --tls-verify=false docker://" + everything)
                    .succeeds()
                    .text();
            assertTrue(raw.contains("arm64") && raw.contains("amd64"), raw);
        }
        podman.jpod("rmi", "-f", "multi");
        box.jpod("manifest", "rm", "theirs").succeeds();
        box.jpod("rmi", "-f", own, other).succeeds();
        podman.jpod("system", "reset", "--force");
    }

    private Sandbox podman() {
        return box.program(Path.of("podman"))
                .options(
                        "--root",
                        box.home() + "/podman",
                        "--runroot",
                        box.runtimeDirectory() + "/podman",
                        "--storage-driver",
                        "vfs");
    }

    @Test
    void listsAreImagesToo() {
        String id = box.jpod("pull", "-q", image).succeeds().text();
        String arm = registry.put(layout("arm64"), "peers/arm:2");
        box.jpod("manifest", "create", "several", id).succeeds();
        box.jpod("manifest", "add", "several", "docker://" + arm).succeeds();
        box.jpod("images", "--format", "{{.Repository}}:{{.Tag}}").succeeds().says("localhost/several:latest");
        box.jpod("image", "exists", "several").exits(0);
        box.jpod("inspect", "--format", "{{.Id}}", "several").succeeds().prints(id);
        box.jpod("tag", "several", "localhost/other:2").succeeds();
        box.jpod("manifest", "annotate", "--variant", "v8", "several", arm.isEmpty() ? "" : digest(arm))
                .succeeds();
        box.jpod("manifest", "inspect", "localhost/other:2").succeeds().says("v8");
        box.jpod("save", "-q", "-o", "tmp/several.tar", "several").succeeds();
        // Only the other image is not here: it is fetched when it is wanted.
        String made = box.jpod("create", "--platform", "linux/arm64", "several", "/one")
                .succeeds()
                .text();
        box.jpod("inspect", "--format", "{{.Image}}", made).succeeds();
        box.jpod("rm", made).succeeds();
        String target = registry.address() + "/peers/several:1";
        box.jpod("push", "-q", "several", target).succeeds();
        box.jpod("rmi", "localhost/other:2").succeeds().prints("Untagged: localhost/other:2");
        box.jpod("rmi", "several").succeeds().says("Deleted: ");
        box.jpod("image", "exists", "several").exits(1);
        box.jpod("rmi", "-f", id).succeeds();
        box.jpod("rmi", "--all", "--force").succeeds();
    }

    private String digest(String reference) {
        return box.sh("skopeo inspect --tls-verify=false --format '{{.Digest}}' docker://" + reference)
                .succeeds()
                .text();
    }

    @Test
    void artifactsInListsTellWhatTheyAreAbout() {
        box.write("tmp/notes.txt", "some notes");
        String subject = digest(image);
        box.jpod("manifest", "create", "about").succeeds();
        box.jpod(
                        "manifest",
                        "add",
                        "--artifact",
                        "--artifact-type",
                        "text/notes",
                        "--artifact-subject",
                        "docker://" + image,
                        "about",
                        "tmp/notes.txt")
                .succeeds();
        box.jpod("manifest", "inspect", "about").succeeds().says("text/notes");
        String target = registry.address() + "/peers/image:about";
        box.jpod("manifest", "push", "-q", "about", "docker://" + target).succeeds();
        // This registry has no referrers API, so the index under the fallback tag names the artifact.
        String referrers = registry.address() + "/peers/image:" + subject.replace(':', '-');
        String raw = box.sh("skopeo inspect --raw --tls-verify=false docker://" + referrers)
                .succeeds()
                .text();
        assertTrue(raw.contains("text/notes"), raw);
        box.write("tmp/notes.txt", "other notes");
        // What is there already is not read again; elsewhere it is.
        box.jpod("manifest", "push", "-q", "about", "docker://" + registry.address() + "/elsewhere/image:1")
                .failsPlainly(125)
                .complains("has changed since it was added");
        box.jpod("manifest", "rm", "about").succeeds();
    }

    @Test
    void aDaemonGivesAndTakesImages() {
        Requirement.PODMAN.checkProgram("podman");
        Sandbox podman = podman();
        podman.jpod("pull", "-q", "oci:" + layout).succeeds();
        String there = podman.jpod("images", "-q", "--no-trunc").succeeds().text();
        podman.jpod("tag", there, "docker.io/library/given:1").succeeds();
        String socket = box.runtimeDirectory() + "/docker.sock";
        try (Running service = podman.start("system", "service", "--time", "0", "unix://" + socket)) {
            Deadline.await("the service listens", () -> Files.exists(box.host().see(Path.of(socket))));
            Sandbox own = box.with("DOCKER_HOST", "unix://" + socket);
            String id =
                    own.jpod("pull", "-q", "docker-daemon:given:1").succeeds().text();
            assertEquals(there, "sha256:" + id);
            own.jpod("inspect", "--format", "{{json .RepoTags}}", id)
                    .succeeds()
                    .prints("[\"docker.io/library/given:1\"]");
            own.jpod("push", "-q", id, "docker-daemon:taken:2").succeeds();
            podman.jpod("image", "exists", "docker.io/library/taken:2").exits(0);
            own.jpod("pull", "-q", "docker-daemon:nothing:1").failsPlainly(125);
            own.jpod("rmi", "-f", id).succeeds();
            service.signal("TERM");
        }
        box.with("DOCKER_HOST", "unix:///nowhere.sock")
                .jpod("pull", "-q", "docker-daemon:given:1")
                .failsPlainly(125)
                .complains("unix:///nowhere.sock");
        box.with("DOCKER_HOST", "ssh://host").jpod("pull", "docker-daemon:x:1").failsPlainly(125);
        podman.jpod("system", "reset", "--force");
    }
}
