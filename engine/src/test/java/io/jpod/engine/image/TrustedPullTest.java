package io.jpod.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies at work; gpg is tested with the real one, in the module it. */
class TrustedPullTest {
    @TempDir
    Path temp;

    private ImageFixture fixture;
    private FakeRegistry registry;
    private ImageManifest manifest;
    private SampleLayout layout;

    @BeforeEach
    void open() throws IOException {
        fixture = new ImageFixture(temp);
        registry = new FakeRegistry();
        layout = new SampleLayout(temp.resolve("layout")).layer("a", "1");
        manifest = layout.image("", "sh");
        registry.serve("team/box", "1", manifest.bytes(), manifest.mediaType());
        for (Descriptor blob : manifest.layers()) {
            registry.blobs.put(blob.digest().toString(), Files.readAllBytes(layout.blobFile(blob)));
        }
        registry.blobs.put(
                manifest.config().digest().toString(), Files.readAllBytes(layout.blobFile(manifest.config())));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private PullOptions under(String policy) throws IOException {
        Path file = Files.writeString(temp.resolve("policy.json"), policy.replace('\'', '"'));
        return PullOptions.builder()
                .tlsVerify(false)
                .signaturePolicy(file.toString())
                .build();
    }

    private String refused(PullOptions options) {
        JpodException e = assertThrows(JpodException.class, () -> pull(options));
        return Retries.joined(e);
    }

    private void pull(PullOptions options) {
        fixture.images.pull(registry.host() + "/team/box:1", options, fixture.messages::add);
    }

    @Test
    void aRejectedRegistryIsRefusedAndOthersAreNot() throws IOException {
        PullOptions options = under("{'default':[{'type':'insecureAcceptAnything'}],'transports':{'docker':{'"
                + registry.host() + "/team':[{'type':'reject'}]}}}");
        assertEquals(
                "Source image rejected: Running image docker://" + registry.host()
                        + "/team/box:1 is rejected by policy.",
                refused(options));
        fixture.images.pull("oci:" + layout.directory(), options, fixture.messages::add);
    }

    @Test
    void placesWithoutSignaturesFailWhereOneIsRequired() throws IOException {
        PullOptions options = under("{'default':[{'type':'signedBy','keyType':'GPGKeys','keyPath':'/key'}]}");
        assertThrows(
                JpodException.class,
                () -> fixture.images.pull("oci:" + layout.directory(), options, fixture.messages::add));
        assertEquals("Source image rejected: A signature was required, but no signature exists", refused(options));
    }

    private void attach(KeyPair keys, Digest signed, String name) throws GeneralSecurityException {
        byte[] document = ("{\"critical\":{\"identity\":{\"docker-reference\":\"" + name
                        + "\"},\"image\":{\"docker-manifest-digest\":\"" + signed
                        + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}")
                .getBytes(StandardCharsets.UTF_8);
        Signature signature =
                Signature.getInstance(keys.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(document);
        String text = Base64.getEncoder().encodeToString(signature.sign());
        Digest digest = Sha256.of(document);
        registry.blobs.put(digest.toString(), document);
        String attached = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST
                + "\",\"config\":{},\"layers\":[{\"mediaType\":\"application/vnd.dev.cosign.simplesigning.v1+json\","
                + "\"digest\":\"" + digest + "\",\"size\":" + document.length
                + ",\"annotations\":{\"dev.cosignproject.cosign/signature\":\"" + text + "\"}}]}";
        registry.serve(
                "team/box",
                "sha256-" + manifest.digest().hex() + ".sig",
                attached.getBytes(StandardCharsets.UTF_8),
                MediaTypes.OCI_MANIFEST);
    }

    private PullOptions sigstore(KeyPair keys) throws IOException {
        Path directory = Files.createDirectories(temp.resolve("home/.config/containers/registries.d"));
        Files.writeString(
                directory.resolve("a.yaml"),
                "docker:\n  " + registry.host() + ":\n    use-sigstore-attachments: true\n");
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return under("{'default':[{'type':'sigstoreSigned','keyData':'"
                + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)) + "'}]}");
    }

    @Test
    void aSigstoreSignatureByTheKeyLetsTheImageIn() throws Exception {
        for (String algorithm : new String[] {"EC", "Ed25519"}) {
            KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            PullOptions options = sigstore(keys);
            registry.manifests.remove("team/box sha256-" + manifest.digest().hex() + ".sig");
            assertEquals("Source image rejected: A signature was required, but no signature exists", refused(options));
            attach(keys, manifest.digest(), registry.host() + "/team/box:1");
            pull(options);
        }
    }

    @Test
    void otherKeysImagesAndNamesAreRefused() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        PullOptions options = sigstore(keys);
        attach(
                KeyPairGenerator.getInstance("EC").generateKeyPair(),
                manifest.digest(),
                registry.host() + "/team/box:1");
        assertEquals("Source image rejected: cryptographic signature verification failed", refused(options));
        attach(keys, manifest.config().digest(), registry.host() + "/team/box:1");
        assertEquals(
                "Source image rejected: Signature for docker digest \""
                        + manifest.config().digest() + "\" does not match " + manifest.digest(),
                refused(options));
        attach(keys, manifest.digest(), registry.host() + "/team/box:2");
        assertEquals(
                "Source image rejected: Signature for identity \"" + registry.host() + "/team/box:2\" is not accepted",
                refused(options));
    }
}
