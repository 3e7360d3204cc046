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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against Debian's docker-registry, with skopeo as the second opinion. */
@OnHost
class RegistryIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox box;
    private Registry registry;
    private String reference;

    RegistryIT(Sandbox box) {
        this.box = box;
    }

    @BeforeAll
    void startRegistry() {
        registry = Registry.plain(box.fixtures());
        reference = registry.put(box.fixtures().busybox(), "lib/busybox:1");
        box.write(
                "home/.config/containers/registries.conf",
                "[[registry]]\nlocation = \"" + registry.address() + "\"\ninsecure = true\n");
    }

    @AfterAll
    void stopRegistry() {
        registry.close();
    }

    private static String remoteDigest(String image, String... options) {
        java.util.List<String> argv = new java.util.ArrayList<>(
                java.util.List.of("skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}"));
        argv.addAll(java.util.List.of(options));
        argv.add("docker://" + image);
        return Fixtures.output(argv.toArray(new String[0])).trim();
    }

    @Test
    void runPullsWhatIsMissing() {
        Result result = box.jpod("run", "--rm", "--network", "none", reference, "echo", "pulled");
        result.succeeds().prints("pulled");
        box.jpod("rmi", reference).succeeds();
    }

    @Test
    void pullPrintsTheIdAndKeepsTheDigest() {
        String id = box.jpod("pull", reference).succeeds().text();
        assertTrue(id.matches("[0-9a-f]{64}"), id);
        box.jpod("inspect", "--type", "image", "--format", "{{.Id}}", reference)
                .succeeds()
                .prints(id);
        box.jpod("inspect", "--type", "image", "--format", "{{.Digest}}", reference)
                .succeeds()
                .prints(remoteDigest(reference));
        box.jpod("pull", "-q", registry.address() + "/lib/busybox@" + remoteDigest(reference))
                .succeeds()
                .prints(id);
    }

    @Test
    void aPulledImageIsPushedWithTheSameDigests() throws IOException {
        box.jpod("pull", "-q", reference).succeeds();
        String copy = registry.address() + "/copy/busybox:2";
        Path file = box.directory().resolve("tmp/digest");
        box.jpod("push", "--digestfile", file.toString(), reference, copy).succeeds();
        assertEquals(remoteDigest(reference), remoteDigest(copy));
        assertEquals(remoteDigest(copy), Files.readString(file).trim());
    }

    @Test
    void whatIsPushedCanBePulledByOthers() {
        String committed = box.pullAs(
                "localhost/made:1",
                new OciLayout()
                        .layer(box.fixtures().busyboxTar().bytes(), "none")
                        .layer(new Tar().file("mark", 0644, "second layer\n").bytes(), "zstd")
                        .writeTo(box.fixtures().newDirectory("made"), "localhost/made:1"));
        String target = registry.address() + "/made:1";
        box.jpod("push", "-q", committed, "docker://" + target).succeeds();
        Path copy = box.fixtures().newDirectory("copied");
        Fixtures.output(
                "skopeo",
                "--insecure-policy",
                "copy",
                "--quiet",
                "--src-tls-verify=false",
                "docker://" + target,
                "dir:" + copy);
        assertTrue(Files.exists(copy.resolve("manifest.json")));
        box.jpod("rmi", committed).succeeds();
        box.jpod("run", "--rm", "--network", "none", target, "cat", "/mark")
                .succeeds()
                .prints("second layer");
    }

    @Test
    void dockersManifestsToo() {
        String docker = registry.put(box.fixtures().busybox(), "docker/busybox:1", "--format", "v2s2");
        box.jpod("run", "--rm", "--network", "none", docker, "echo", "docker")
                .succeeds()
                .prints("docker");
        box.jpod("inspect", "--type", "image", "--format", "{{.Digest}}", docker)
                .succeeds()
                .prints(remoteDigest(docker));
        String copy = registry.address() + "/docker/copy:1";
        box.jpod("push", "-q", docker, copy).succeeds();
        assertEquals(remoteDigest(docker), remoteDigest(copy));
    }

    @Test
    void anIndexGivesTheHostsPlatform() throws IOException {
        Path layout = box.fixtures().newDirectory("index");
        Path own = new OciLayout()
                .layer(box.fixtures().busyboxTar().bytes())
                .writeTo(box.fixtures().newDirectory("own"), "own");
        Path other = new OciLayout()
                .architecture("s390x")
                .layer(new Tar().file("wrong", 0644, "x").bytes())
                .writeTo(box.fixtures().newDirectory("other"), "other");
        Fixtures.output("sh", "-c", "cp -r " + own + "/. " + layout + "; cp -r " + other + "/blobs " + layout);
        JsonNode first = JSON.readTree(own.resolve("index.json").toFile()).at("/manifests/0");
        JsonNode second = JSON.readTree(other.resolve("index.json").toFile()).at("/manifests/0");
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        String index = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
                + entry(second, "s390x") + "," + entry(first, architecture) + "]}";
        byte[] bytes = index.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Files.write(
                layout.resolve("blobs/sha256").resolve(OciLayout.digest(bytes).substring(7)), bytes);
        Files.writeString(
                layout.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"digest\":\""
                        + OciLayout.digest(bytes) + "\",\"size\":" + bytes.length + "}]}");
        String image = registry.put(layout, "multi:1", "--all");
        box.jpod("run", "--rm", "--network", "none", image, "echo", "mine")
                .succeeds()
                .prints("mine");
        box.jpod("pull", "-q", "--arch", "s390x", image).succeeds();
        box.jpod("pull", "-q", "--arch", "mips", image).failsPlainly(125);
    }

    private static String entry(JsonNode descriptor, String architecture) {
        return "{\"mediaType\":\"" + descriptor.get("mediaType").asText() + "\",\"digest\":\""
                + descriptor.get("digest").asText() + "\",\"size\":" + descriptor.get("size")
                + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
                + architecture + "\"}}";
    }

    @Test
    void whatIsNotThereIsSaid() {
        box.jpod("pull", registry.address() + "/no/such:image")
                .failsPlainly(125)
                .complains("no/such");
        box.jpod("pull", registry.address() + "/lib/busybox:no-tag")
                .failsPlainly(125)
                .complains("manifest unknown");
        box.jpod("pull", "localhost:1/nobody/listens").failsPlainly(125).complains("connection refused");
        box.jpod("run", "--rm", "--pull", "never", registry.address() + "/lib/never:1", "true")
                .failsPlainly(125);
        box.jpod("pull", "UPPER/case").failsPlainly(125);
    }

    @Test
    void pullPolicies() {
        box.jpod("run", "--rm", "--network", "none", "--pull", "always", reference, "true")
                .succeeds();
        box.jpod("run", "--rm", "--network", "none", "--pull", "never", reference, "true")
                .succeeds();
        box.jpod("run", "--rm", "--network", "none", "--pull", "newer", reference, "true")
                .succeeds();
        box.jpod("run", "--rm", "--pull", "sometimes", reference, "true").failsPlainly(125);
    }

    @Test
    void aDamagedBlobIsRefusedAndNothingIsKept() throws IOException {
        Path layout = new OciLayout()
                .layer(box.fixtures()
                        .busyboxTar()
                        .file("unique", 0644, "to be damaged")
                        .bytes())
                .writeTo(box.fixtures().newDirectory("damaged"), "damaged");
        String image = registry.put(layout, "damaged:1");
        String manifest = Fixtures.output("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + image);
        Path blob = registry.blob(JSON.readTree(manifest).at("/layers/0/digest").asText());
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(blob, bytes);
        box.jpod("pull", "-q", image).failsPlainly(125);
        Files.write(blob, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        box.jpod("pull", "-q", image).failsPlainly(125);
        box.jpod("inspect", "--type", "image", image).exits(125);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(blob, bytes);
        box.jpod("run", "--rm", "--network", "none", image, "cat", "/unique")
                .succeeds()
                .prints("to be damaged");
    }

    @Test
    void aPasswordIsAskedForAndTakenFromTheAuthFile() {
        try (Registry closed = Registry.withPassword(box.fixtures(), "user", "secret word")) {
            String image = closed.put(box.fixtures().busybox(), "private:1", "--dest-creds", "user:secret word");
            box.jpod("pull", "--tls-verify=false", image).failsPlainly(125).complains("unauthorized");
            box.jpod("pull", "-q", "--tls-verify=false", "--creds", "user:wrong", image)
                    .failsPlainly(125);
            box.jpod("pull", "-q", "--tls-verify=false", "--creds", "user:secret word", image)
                    .succeeds();
            Path auth = box.write(
                    "auth.json", "{\"auths\":{\"" + closed.address() + "\":{\"auth\":\"dXNlcjpzZWNyZXQgd29yZA==\"}}}");
            box.jpod("pull", "-q", "--tls-verify=false", "--authfile", auth.toString(), image)
                    .succeeds();
            box.with("REGISTRY_AUTH_FILE", auth.toString())
                    .jpod("push", "-q", "--tls-verify=false", image, closed.address() + "/again:1")
                    .succeeds();
        }
    }

    @Test
    void encryptedRegistriesNeedATrustedCertificate() {
        try (Registry secure = Registry.withTls(box.fixtures())) {
            String image = secure.put(box.fixtures().busybox(), "secure:1");
            box.jpod("pull", "-q", image).failsPlainly(125).complains("certificate");
            box.jpod("pull", "-q", "--tls-verify=false", image).succeeds();
            box.sh("mkdir -p home/.config/containers/certs.d/" + secure.address() + " && cp " + secure.certificate()
                            + " home/.config/containers/certs.d/" + secure.address() + "/ca.crt")
                    .succeeds();
            box.jpod("pull", "-q", image).succeeds();
        }
    }

    @Test
    void plainHttpIsOnlyForThoseNamedInsecure() {
        try (Registry other = Registry.plain(box.fixtures())) {
            String image = other.put(box.fixtures().busybox(), "plain:1");
            box.jpod("pull", "-q", image).failsPlainly(125);
        }
    }

    private static final String CLIENT_KEYS =
            "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=clients -keyout ca.key"
                    + " -out ca.pem 2>/dev/null; openssl genrsa -traditional -out rsa.key 2048 2>/dev/null"
                    + "; openssl ecparam -name prime256v1 -genkey -out ec.key; openssl genpkey -algorithm ed25519 -out ed.key"
                    + "; for k in rsa ec ed; do openssl req -new -key $k.key -subj /CN=$k | openssl x509 -req -CA ca.pem -CAkey ca.key"
                    + " -CAcreateserial -days 30 -out $k.cert 2>/dev/null; done; grep -l 'RSA PRIVATE KEY' rsa.key; grep -l 'EC PRIVATE' ec.key";

    /** Keys in all the forms that openssl writes: PKCS #1, SEC 1 and PKCS #8. */
    @Test
    void clientsShowCertificates() {
        Path keys = box.mkdir("tmp/clients");
        box.sh("cd " + keys + " && " + CLIENT_KEYS).succeeds().prints("rsa.key\nec.key");
        try (Registry closed = Registry.withClients(box.fixtures(), keys.resolve("ca.pem"))) {
            String image = closed.address() + "/lib/image:1";
            box.sh("mkdir tmp/none && cp " + closed.certificate() + " tmp/none/ca.crt")
                    .succeeds();
            box.jpod("push", "-q", "--retry", "0", "--cert-dir", "tmp/none", box.busybox(), image)
                    .failsPlainly(125)
                    .complains("remote error: tls: ")
                    .complains("certificate");
            for (String key : new String[] {"rsa", "ec", "ed"}) {
                String directory = "tmp/" + key;
                box.sh("mkdir " + directory + " && cp tmp/none/ca.crt tmp/clients/" + key + ".key " + directory)
                        .succeeds();
                box.jpod("push", "-q", "--retry", "0", "--cert-dir", directory, box.busybox(), image)
                        .failsPlainly(125)
                        .complains("missing client certificate");
                box.sh("cp tmp/clients/" + key + ".cert " + directory).succeeds();
                box.jpod("push", "-q", "--cert-dir", directory, box.busybox(), image)
                        .succeeds();
            }
        }
    }
}
