package io.jpod.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.CuttingProxy;
import io.jpod.it.harness.Fixtures;
import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Registry;
import io.jpod.it.harness.Requirement;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logins, broken lines, signatures, lists and searches against Debian's docker-registry, with podman, skopeo and gpg as peers. */
@OnHost
class TransferIT {
    private static final int SIZE = 6_000_000;

    private final Sandbox box;
    private Registry registry;
    private CuttingProxy proxy;
    private String reference;

    TransferIT(Sandbox box) {
        this.box = box;
    }

    @BeforeAll
    void start() {
        registry = Registry.plain(box.fixtures());
        proxy = new CuttingProxy(registry.address());
        byte[] noise = new byte[SIZE];
        new Random(7).nextBytes(noise);
        Path layout = new OciLayout()
                .layer(new Tar().file("noise", 0644, 0, 0, noise).bytes())
                .writeTo(box.fixtures().newDirectory("noise"), "noise");
        reference = registry.put(layout, "lib/noise:1");
        box.write(
                "home/.config/containers/registries.conf",
                "short-name-mode = \"enforcing\"\nunqualified-search-registries = [\"" + registry.address() + "\", \""
                        + proxy.address() + "\"]\n[[registry]]\nlocation = \"" + registry.address()
                        + "\"\ninsecure = true\n[[registry]]\nlocation = \"" + proxy.address()
                        + "\"\ninsecure = true\n");
    }

    @AfterAll
    void stop() {
        proxy.close();
        registry.close();
    }

    @Test
    void aBrokenPullGoesOnInAnotherProcess() {
        String broken = proxy.address() + "/lib/noise:1";
        proxy.limit(900_000);
        box.jpod("pull", "--retry", "0", broken).failsPlainly(125).complains("unexpected EOF");
        proxy.limit(Long.MAX_VALUE);
        String id = box.jpod("pull", "-q", broken).succeeds().text();
        assertTrue(proxy.received() < SIZE - 700_000, "bytes sent again: " + proxy.received());
        box.jpod("rmi", id).succeeds();
        // What is cut again and again is finished by going on, without a retry.
        proxy.limit(2_000_000);
        box.jpod("pull", "-q", "--retry", "0", broken).succeeds().prints(id);
        box.jpod("rmi", id).succeeds();
        box.sh("ls root/blobs/partial data/blobs/partial 2>/dev/null | grep -v ':$'")
                .prints("");
    }

    @Test
    void loginsAreSharedWithPodman() {
        Requirement.PODMAN.checkProgram("podman");
        try (Registry closed = Registry.withPassword(box.fixtures(), "user", "secret word")) {
            String image = closed.put(box.fixtures().busybox(), "private:1", "--dest-creds", "user:secret word");
            Path auth = box.directory().resolve("tmp/auth.json");
            Sandbox own = box.with("REGISTRY_AUTH_FILE", auth.toString());
            String address = closed.address();
            own.jpod("login", "--tls-verify=false", "-u", "user", "-p", "wrong", address)
                    .failsPlainly(125)
                    .complains("logging into \"" + address + "\": invalid username/password");
            own.jpod("pull", "--tls-verify=false", image).failsPlainly(125).complains("hint: log in with: jpod login");
            own.jpodReading("secret word\n", "login", "--tls-verify=false", "-u", "user", "--password-stdin", address)
                    .succeeds()
                    .prints("Login Succeeded!");
            own.jpod("login", "--get-login", address).succeeds().prints("user");
            own.sh("podman login --get-login " + address).succeeds().prints("user");
            own.jpod("pull", "-q", "--tls-verify=false", image).succeeds();
            own.jpod("logout", address).succeeds().prints("Removed login credentials for " + address);
            own.jpod("logout", address).exits(125).complains("not logged into " + address);
        }
    }

    @Test
    void listsAreMadeOfImagesHereAndThere() {
        Path arm = new OciLayout()
                .architecture("arm64")
                .layer(new Tar().file("arm", 0644, "x").bytes())
                .writeTo(box.fixtures().newDirectory("arm"), "arm");
        String remote = registry.put(arm, "lib/arm:1");
        box.jpod("pull", "-q", reference).succeeds();
        box.jpod("manifest", "create", "multi", reference).succeeds();
        box.jpod("manifest", "add", "multi", "docker://" + remote).succeeds();
        box.jpod("manifest", "exists", "multi").exits(0);
        String target = registry.address() + "/multi/list:1";
        box.jpod("manifest", "push", "-q", "--digestfile", "tmp/list-digest", "multi", "docker://" + target)
                .succeeds();
        String raw = Fixtures.output("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + target);
        assertTrue(raw.contains("arm64") && raw.contains("amd64"), raw);
        assertEquals(
                Fixtures.output(
                                "skopeo",
                                "inspect",
                                "--tls-verify=false",
                                "--format",
                                "{{.Digest}}",
                                "docker://" + target)
                        .trim(),
                box.sh("cat tmp/list-digest").text());
        box.jpod("pull", "-q", "--arch", "arm64", target).succeeds();
        box.jpod("manifest", "rm", "multi").succeeds();
        box.jpod("manifest", "exists", "multi").exits(1);
        box.jpod("rmi", "-f", reference, target).exits(0);
    }

    @Test
    void searchesTheCatalogAndListsTags() {
        box.jpod("search", "--format", "{{.Name}}", registry.address() + "/lib/noi")
                .succeeds()
                .prints(registry.address() + "/lib/noise");
        box.jpod("search", "--list-tags", "--format", "{{.Tag}}", registry.address() + "/lib/noise")
                .succeeds()
                .prints("1");
    }

    @Test
    void ambiguousShortNamesAreRefusedWithoutATerminal() {
        box.jpod("pull", "lib/unknown:1").failsPlainly(125).complains("short-name resolution enforced");
    }

    @Test
    void onlySignedImagesEnterWhereThePolicyAsksForIt() throws IOException {
        box.sh("mkdir -m 700 -p tmp/gnupg && GNUPGHOME=$PWD/tmp/gnupg gpg --batch --quiet --passphrase ''"
                        + " --quick-gen-key 'Signer <signer@example.com>' ed25519 sign never"
                        + " && GNUPGHOME=$PWD/tmp/gnupg gpg --armor --export signer@example.com > tmp/key.gpg")
                .succeeds();
        Path key = box.directory().resolve("tmp/key.gpg");
        Path policy = box.write(
                "tmp/policy.json",
                "{\"default\":[{\"type\":\"reject\"}],\"transports\":{\"docker\":{\"" + registry.address()
                        + "/signed\":[{\"type\":\"signedBy\",\"keyType\":\"GPGKeys\",\"keyPath\":\"" + key
                        + "\"}]}}}");
        Sandbox own = box.with("GNUPGHOME", box.directory().resolve("tmp/gnupg").toString());
        try {
            onlySigned(own, policy, key);
        } finally {
            // gpg leaves its agents running.
            own.sh("for agent in $(pgrep -f \"^gpg-agent --homedir $PWD/tmp/gnupg\"); do kill $agent; done");
        }
    }

    private void onlySigned(Sandbox own, Path policy, Path key) throws IOException {
        own.jpod("pull", "-q", reference).succeeds();
        String with = registry.address() + "/signed/one:1";
        String without = registry.address() + "/signed/two:1";
        own.jpod("push", "-q", "--sign-by", "signer@example.com", reference, with)
                .succeeds();
        own.jpod("push", "-q", reference, without).succeeds();
        String file = policy.toString();
        own.jpod("pull", "-q", "--signature-policy", file, reference)
                .failsPlainly(125)
                .complains("is rejected by policy");
        own.jpod("pull", "-q", "--signature-policy", file, without)
                .failsPlainly(125)
                .complains("A signature was required, but no signature exists");
        own.jpod("pull", "-q", "--signature-policy", file, with).succeeds();
        own.jpod("image", "sign", "--sign-by", "signer@example.com", "docker://" + without)
                .succeeds();
        own.jpod("pull", "-q", "--signature-policy", file, without).succeeds();
        own.write("tmp/model", "weights");
        String artifact = registry.address() + "/signed/artifact:1";
        own.jpod("artifact", "add", artifact, "tmp/model").succeeds();
        own.jpod("artifact", "push", "-q", "--sign-by", "signer@example.com", artifact)
                .succeeds();
        own.sh("rm -rf tmp/copy; skopeo --policy tmp/policy.json copy -q --src-tls-verify=false docker://" + artifact
                        + " dir:tmp/copy")
                .succeeds();
        own.jpod("artifact", "rm", artifact).succeeds();
        Files.delete(key);
        own.jpod("pull", "-q", "--signature-policy", file, with).exits(125);
        own.jpod("rmi", "-f", reference, with, without).exits(0);
    }
}
