package io.jpod.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jpod.it.harness.Fixtures;
import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Registry;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sigstore signatures and compressions of what is pushed to Debian's docker-registry; openssl checks the one, skopeo the other. */
@OnHost
class SigningIT {
    private static final String KEY = "--sign-by-sigstore-private-key";
    private static final String PASSPHRASE = "--sign-passphrase-file";

    private final Sandbox box;
    private Registry registry;
    private String plain;
    private String policy;

    SigningIT(Sandbox box) {
        this.box = box;
    }

    @BeforeAll
    void start() throws IOException {
        registry = Registry.plain(box.fixtures());
        Path layout = new OciLayout()
                .layer(new Tar().file("name", 0644, "signed\n").bytes())
                .writeTo(box.fixtures().newDirectory("signed"), "signed");
        plain = registry.put(layout, "plain/one:1");
        String address = registry.address();
        box.write(
                "home/.config/containers/registries.conf",
                "[[registry]]\nlocation = \"" + address + "\"\ninsecure = true\n");
        box.write(
                "home/.config/containers/registries.d/here.yaml",
                "docker:\n  " + address + "/signed:\n    use-sigstore-attachments: true\n");
        box.write("tmp/signing.key", resource("sigstore-test.key"));
        Path pub = box.write("tmp/signing.pub", resource("sigstore-test.pub"));
        box.write("tmp/passphrase", "open sesame\n");
        policy = box.write(
                        "tmp/policy.json",
                        "{\"default\":[{\"type\":\"reject\"}],\"transports\":{\"docker\":{\"" + address
                                + "/signed\":[{\"type\":\"sigstoreSigned\",\"keyPath\":\"" + pub
                                + "\",\"signedIdentity\":{\"type\":\"matchRepository\"}}]}}}")
                .toString();
        box.jpod("pull", "-q", plain).succeeds();
    }

    @AfterAll
    void stop() {
        registry.close();
    }

    /** A key and its passphrase that are used for nothing else. */
    private static String resource(String name) throws IOException {
        try (InputStream in = SigningIT.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private String target(String name) {
        return registry.address() + "/signed/" + name + ":1";
    }

    private Result pullSigned(String reference) {
        return box.jpod("pull", "-q", "--signature-policy", policy, reference);
    }

    /** Openssl finds each attached signature good; the document says which manifest it is about. Debian's skopeo cannot check these. */
    private void assertSigned(String repository, String digest, int signatures) throws IOException {
        String tag = digest.replace(':', '-') + ".sig";
        JsonNode attached = raw(registry.address() + "/" + repository + ":" + tag);
        assertEquals(signatures, attached.at("/layers").size(), attached.toString());
        for (JsonNode layer : attached.at("/layers")) {
            assertEquals(
                    "application/vnd.dev.cosign.simplesigning.v1+json",
                    layer.at("/mediaType").asText());
            Path document = registry.blob(layer.at("/digest").asText());
            String signature = layer.at("/annotations")
                    .path("dev.cosignproject.cosign/signature")
                    .asText();
            String text = Files.readString(document);
            box.write("tmp/document", text);
            box.sh("echo " + signature + " | base64 -d > tmp/signature"
                            + " && openssl dgst -sha256 -verify tmp/signing.pub -signature tmp/signature tmp/document")
                    .succeeds();
            JsonNode critical = new ObjectMapper().readTree(text).at("/critical");
            assertEquals(digest, critical.at("/image/docker-manifest-digest").asText());
            assertEquals(
                    registry.address() + "/" + repository + ":1",
                    critical.at("/identity/docker-reference").asText());
        }
        JsonNode config = new ObjectMapper()
                .readTree(registry.blob(attached.at("/config/digest").asText()).toFile());
        assertEquals(signatures, config.at("/rootfs/diff_ids").size(), config.toString());
    }

    private JsonNode raw(String reference) throws IOException {
        return new ObjectMapper()
                .readTree(Fixtures.output("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + reference));
    }

    @Test
    void onlyWhatWasPushedWithTheKeyEntersUnderThePolicy() throws IOException {
        String target = target("image");
        box.jpod("push", "-q", plain, target).succeeds();
        pullSigned(target).failsPlainly(125).complains("A signature was required, but no signature exists");
        box.jpod(
                        "push",
                        "-q",
                        KEY,
                        "tmp/signing.key",
                        PASSPHRASE,
                        "tmp/passphrase",
                        "--digestfile",
                        "tmp/d",
                        plain,
                        target)
                .succeeds();
        pullSigned(target).succeeds();
        String digest = box.sh("cat tmp/d").text();
        assertSigned("signed/image", digest, 1);
        // A second signature stands beside the first.
        box.write("tmp/params.yaml", "privateKeyFile: tmp/signing.key\nprivateKeyPassphraseFile: \"tmp/passphrase\"\n");
        box.jpod("push", "-q", "--sign-by-sigstore", "tmp/params.yaml", plain, target)
                .succeeds();
        assertSigned("signed/image", digest, 2);
        pullSigned(target).succeeds();
    }

    @Test
    void listsAreSignedWithAllTheirImages() throws IOException {
        Path arm = new OciLayout()
                .architecture("arm64")
                .layer(new Tar().file("arm", 0644, "x").bytes())
                .writeTo(box.fixtures().newDirectory("arm"), "arm");
        String remote = registry.put(arm, "plain/arm:1");
        box.jpod("manifest", "create", "siglist", plain, "docker://" + remote).succeeds();
        String target = target("list");
        box.jpod(
                        "manifest",
                        "push",
                        "-q",
                        KEY,
                        "tmp/signing.key",
                        PASSPHRASE,
                        "tmp/passphrase",
                        "--digestfile",
                        "tmp/ld",
                        "siglist",
                        target)
                .succeeds();
        pullSigned(target).succeeds();
        box.jpod("pull", "-q", "--arch", "arm64", "--signature-policy", policy, target)
                .succeeds();
        for (String digest : digests(raw(target))) {
            assertSigned("signed/list", digest, 1);
        }
        assertSigned("signed/list", box.sh("cat tmp/ld").text(), 1);
        compressions(target);
        box.jpod("manifest", "rm", "siglist").succeeds();
    }

    private void compressions(String signed) throws IOException {
        List<String> before = digests(raw(signed));
        String target = registry.address() + "/plain/list:1";
        box.jpod("manifest", "push", "-q", "--add-compression", "zstd", "siglist", target)
                .succeeds();
        JsonNode index = raw(target);
        assertEquals(4, index.at("/manifests").size());
        assertEquals(before, digests(index).subList(0, 2));
        for (JsonNode entry : index.at("/manifests")) {
            JsonNode manifest = raw(
                    registry.address() + "/plain/list@" + entry.at("/digest").asText());
            boolean zstd = manifest.at("/layers/0/mediaType").asText().endsWith("+zstd");
            String annotation = entry.at("/annotations/io.github.containers.compression.zstd")
                    .asText();
            assertEquals(zstd ? "true" : "", annotation);
            assertEquals(zstd, digests(index).indexOf(entry.at("/digest").asText()) >= 2);
        }
        box.jpod("pull", "-q", target).succeeds();
        box.jpod(
                        "manifest",
                        "push",
                        "-q",
                        "--compression-format",
                        "zstd",
                        "--compression-level",
                        "7",
                        "siglist",
                        target)
                .succeeds();
        index = raw(target);
        assertEquals(2, index.at("/manifests").size());
        for (String digest : digests(index)) {
            JsonNode manifest = raw(registry.address() + "/plain/list@" + digest);
            assertTrue(manifest.at("/layers/0/mediaType").asText().endsWith("+zstd"), manifest.toString());
        }
        box.sh("rm -rf tmp/copy; skopeo --insecure-policy copy -q --all --src-tls-verify=false docker://" + target
                        + " dir:tmp/copy")
                .succeeds();
        box.jpod("manifest", "push", "--add-compression", "zstd:chunked", "siglist", target)
                .failsPlainly(125)
                .complains("use gzip or zstd");
        box.jpod("manifest", "push", "--add-compression", "zstd", "--format", "v2s2", "siglist", target)
                .failsPlainly(125)
                .complains("push with --format oci");
        box.jpod("manifest", "push", "--add-compression", "zstd", "--all=false", "siglist", target)
                .failsPlainly(125)
                .complains("--all=false");
    }

    private static List<String> digests(JsonNode index) {
        List<String> result = new ArrayList<>();
        for (JsonNode entry : index.at("/manifests")) {
            result.add(entry.at("/digest").asText());
        }
        return result;
    }

    @Test
    void artifactsAreSignedToo() throws IOException {
        box.write("tmp/model", "weights");
        String target = target("artifact");
        box.jpod("artifact", "add", target, "tmp/model").succeeds();
        box.jpod(
                        "artifact",
                        "push",
                        "-q",
                        KEY,
                        "tmp/signing.key",
                        PASSPHRASE,
                        "tmp/passphrase",
                        "--digestfile",
                        "tmp/ad",
                        target)
                .succeeds();
        assertSigned("signed/artifact", box.sh("cat tmp/ad").text(), 1);
        box.jpod("artifact", "rm", target).succeeds();
    }

    @Test
    void whatCannotBeSignedIsNotPushed() {
        String target = target("never");
        box.write("tmp/wrong", "wrong");
        box.jpod("push", "-q", KEY, "tmp/signing.key", PASSPHRASE, "tmp/wrong", plain, target)
                .failsPlainly(125)
                .complains("the passphrase is wrong");
        box.jpod("push", "-q", KEY, "tmp/signing.key", plain, target)
                .failsPlainly(125)
                .complains("without a terminal: --sign-passphrase-file FILE");
        box.jpod("push", "-q", KEY, "tmp/signing.pub", PASSPHRASE, "tmp/passphrase", plain, target)
                .failsPlainly(125)
                .complains("no encrypted private key");
        box.write("tmp/rekor.yaml", "privateKeyFile: tmp/signing.key\nrekorURL: https://rekor.example.com\n");
        box.jpod("push", "-q", "--sign-by-sigstore", "tmp/rekor.yaml", plain, target)
                .failsPlainly(125)
                .complains("rekorURL is not supported");
        String elsewhere = registry.address() + "/unsigned/never:1";
        box.jpod("push", "-q", KEY, "tmp/signing.key", PASSPHRASE, "tmp/passphrase", plain, elsewhere)
                .failsPlainly(125)
                .complains("writing sigstore attachments is disabled by configuration")
                .complains("use-sigstore-attachments: true");
        box.jpod("push", "-q", KEY, "tmp/signing.key", PASSPHRASE, "tmp/passphrase", plain, "dir:tmp/out")
                .failsPlainly(125)
                .complains("has no place for signatures");
        for (String never : List.of(target, elsewhere)) {
            box.sh("skopeo inspect --raw --tls-verify=false docker://" + never).exits(1);
        }
    }

    @Test
    void thePassphraseIsAskedForOnATerminal() {
        String target = target("asked");
        var running = box.startOnTerminal("push", "-q", KEY, "tmp/signing.key", plain, target);
        running.awaitOut("Passphrase for key tmp/signing.key: ");
        running.send("open sesame\n");
        running.end().succeeds();
        pullSigned(target).succeeds();
    }
}
