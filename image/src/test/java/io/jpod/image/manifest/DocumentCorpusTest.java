package io.jpod.image.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.reference.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a document says: it is read or refused with a message, and never by any other exception. */
class DocumentCorpusTest {
    private static final String DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static final String MANIFEST = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"DIGEST","size":7,\
            "annotations":{"a":"b"}},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip",\
            "digest":"DIGEST","size":9,"urls":["https://example.org"]}],"annotations":{"c":"d"}}""".replace("DIGEST", DIGEST);

    private static final String INDEX = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
            {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"DIGEST","size":7,\
            "platform":{"architecture":"amd64","os":"linux","variant":"v1","os.version":"1","features":["x"]},\
            "annotations":{"a":"b"}}],"annotations":{"c":"d"}}""".replace("DIGEST", DIGEST);

    private static final String CONFIG = """
            {"created":"2026-01-01T00:00:00Z","author":"me","architecture":"amd64","os":"linux","variant":"v1",\
            "config":{"User":"u","ExposedPorts":{"80/tcp":{}},"Env":["A=b"],"Entrypoint":["e"],"Cmd":["c"],\
            "Volumes":{"/v":{}},"WorkingDir":"/w","Labels":{"l":"m"},"StopSignal":"TERM",\
            "Healthcheck":{"Test":["CMD","x"],"Interval":1}},\
            "rootfs":{"type":"layers","diff_ids":["DIGEST"]},\
            "history":[{"created":"2026-01-01T00:00:00Z","created_by":"x","empty_layer":true}]}""".replace("DIGEST", DIGEST);

    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.EXTERNAL, ErrorCode.UNSUPPORTED, ErrorCode.NOT_FOUND);

    private interface Reading {
        void read(byte[] document);
    }

    private static void all(String good, Reading reading) {
        int read = 0;
        int refused = 0;
        reading.read(good.getBytes(StandardCharsets.UTF_8));
        for (byte[] document : DocumentCorpus.of(good)) {
            try {
                reading.read(document);
                read++;
            } catch (JpodException e) {
                refused++;
                if (!REFUSALS.contains(e.code())) {
                    fail("wrong code for " + shown(document) + ": " + e, e);
                }
            } catch (RuntimeException | StackOverflowError e) {
                fail("no refusal of " + shown(document) + ": " + e, e);
            }
        }
        assertTrue(refused > 100, refused + " refused");
        assertTrue(read > 20, read + " read");
    }

    private static String shown(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        return text.length() < 2000 ? text : text.substring(0, 1000) + "…" + text.substring(text.length() - 900);
    }

    @Test
    void manifestsAreReadOrRefused() {
        all(MANIFEST, document -> {
            ImageManifest manifest = (ImageManifest) ManifestParser.parse(document, MediaTypes.OCI_MANIFEST);
            manifest.convert(true).convert(false);
        });
    }

    @Test
    void indexesAreReadOrRefused() {
        all(INDEX, document -> {
            if (ManifestParser.parse(document, MediaTypes.OCI_INDEX) instanceof ImageIndex index) {
                index.choose(new Platform("linux", "amd64", ""));
            }
        });
    }

    @Test
    void configurationsAreReadOrRefused() {
        all(CONFIG, document -> {
            ImageConfig config = ImageConfig.parse(document);
            ImageManifest manifest = (ImageManifest)
                    ManifestParser.parse(MANIFEST.getBytes(StandardCharsets.UTF_8), MediaTypes.OCI_MANIFEST);
            StoredLayers.of(manifest.layers(), config.diffIds());
            config.run().toJson();
        });
    }

    @Test
    void referencesAreReadOrRefused() {
        for (String part : List.of(
                "a",
                "A",
                "..",
                "/",
                ":",
                "@",
                "sha256:",
                "[::1]",
                "a".repeat(300),
                "-",
                "_",
                "\u0000",
                "é",
                " ",
                "5000")) {
            for (String other :
                    List.of("", "b", "/", ":", "@", ":latest", "@sha256:" + "a".repeat(64), "//", ":5000/x", ".")) {
                for (String text :
                        List.of(part + other, other + part, part + "/" + other, part + ":" + other + "@" + part)) {
                    try {
                        String canonical = ImageReference.parse(text).toString();
                        assertEquals(
                                canonical,
                                ImageReference.parse(canonical).toString(),
                                () -> text + " changes its meaning when it is written and read");
                    } catch (JpodException e) {
                        assertTrue(
                                e.code() == ErrorCode.USAGE || e.code() == ErrorCode.EXTERNAL, () -> text + ": " + e);
                    } catch (RuntimeException e) {
                        fail("no refusal of " + text + ": " + e, e);
                    }
                }
            }
        }
    }
}
