package io.jpod.image.manifest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {
    private static final String DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String CONFIG =
            "'config':{'mediaType':'" + MediaTypes.OCI_CONFIG + "','digest':'" + DIGEST + "','size':7}";

    private static Manifest parse(String json, String type) {
        return ManifestParser.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
    }

    @Test
    void readsAManifestWithoutAMediaType() {
        Manifest manifest = parse("{'schemaVersion':2," + CONFIG + ",'layers':[]}", "");
        assertEquals(MediaTypes.OCI_MANIFEST, manifest.mediaType());
        assertEquals(7, assertInstanceOf(ImageManifest.class, manifest).config().size());
    }

    @Test
    void digestsTheBytesAsTheyCame() {
        byte[] bytes = ("{ " + CONFIG + " }").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Manifest manifest = ManifestParser.parse(bytes, "");
        assertEquals(Sha256.of(bytes), manifest.digest());
        assertArrayEquals(bytes, manifest.bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "nonsense",
                "{'config':5}",
                "{'config':{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'sha256:../../x','size':1}}",
                "{'config':{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'md5:aa','size':1}}",
                "{'config':{'mediaType':'application/vnd.oci.image.config.v1+json','digest':5,'size':1}}",
                "{'manifests':[{'digest':'sha256:00'}]}",
                "{'manifests':{}}",
                "{'layers':[],'manifests':[]}",
            })
    void refusesDamagedDocuments(String json) {
        JpodException e = assertThrows(JpodException.class, () -> parse(json, ""));
        assertEquals(ErrorCode.EXTERNAL, e.code());
        assertEquals("parsing manifest", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e400", "99999999999999999999999999", "'x'", "null", "1.5"})
    void refusesAbsurdSizes(String size) {
        String json = "{'config':{'mediaType':'" + MediaTypes.OCI_CONFIG + "','digest':'" + DIGEST + "','size':" + size
                + "}}";
        assertEquals(
                ErrorCode.EXTERNAL,
                assertThrows(JpodException.class, () -> parse(json, "")).code());
    }

    @Test
    void refusesSchemaOneByName() {
        JpodException e = assertThrows(JpodException.class, () -> parse("{'schemaVersion':1,'fsLayers':[]}", ""));
        assertEquals(ErrorCode.UNSUPPORTED, e.code());
        assertTrue(e.getMessage().contains("schema 1"));
    }

    @Test
    void refusesWhatIsNoContainerImage() {
        String artifact = "{'config':{'mediaType':'application/vnd.cncf.helm.config.v1+json','digest':'" + DIGEST
                + "','size':2},'layers':[]}";
        assertEquals(
                "unsupported image-specific operation on artifact with type \"application/vnd.cncf.helm.config.v1+json\"",
                assertThrows(JpodException.class, () -> parse(artifact, "")).getMessage());
        String layer = "{" + CONFIG + ",'layers':[{'mediaType':'text/plain','digest':'" + DIGEST + "','size':2}]}";
        assertEquals(
                ErrorCode.UNSUPPORTED,
                assertThrows(JpodException.class, () -> parse(layer, "")).code());
    }

    @Test
    void refusesTooManyLayersAndTooDeepNesting() {
        String layer = "{'mediaType':'" + MediaTypes.OCI_LAYER + "','digest':'" + DIGEST + "','size':2}";
        String many = "{" + CONFIG + ",'layers':[" + (layer + ",").repeat(1000) + layer + "]}";
        assertThrows(JpodException.class, () -> parse(many, ""));
        assertThrows(JpodException.class, () -> parse("[".repeat(5000), ""));
    }

    @Test
    void convertsBothWaysAndKeepsTheBlobs() {
        Descriptor layer = Descriptor.of(MediaTypes.OCI_LAYER + "+gzip", Digest.parse(DIGEST), 3);
        Descriptor config = Descriptor.of(MediaTypes.OCI_CONFIG, layer.digest(), 2);
        ImageManifest oci = ImageManifest.write(MediaTypes.OCI_MANIFEST, config, List.of(layer), Map.of("a", "b"));
        ImageManifest docker = oci.convert(true);
        assertEquals(MediaTypes.DOCKER_MANIFEST, docker.mediaType());
        assertEquals(
                "application/vnd.docker.image.rootfs.diff.tar.gzip",
                docker.layers().get(0).mediaType());
        assertEquals(DIGEST, docker.layers().get(0).digest().toString());
        assertSame(docker, docker.convert(true));
        assertEquals(
                MediaTypes.OCI_LAYER + "+gzip",
                docker.convert(false).layers().get(0).mediaType());
    }

    @Test
    void refusesDockersFormForZstd() {
        Descriptor layer = Descriptor.of(MediaTypes.OCI_LAYER + "+zstd", Digest.parse(DIGEST), 3);
        Descriptor config = Descriptor.of(MediaTypes.OCI_CONFIG, layer.digest(), 2);
        ImageManifest oci = ImageManifest.write(MediaTypes.OCI_MANIFEST, config, List.of(layer), Map.of());
        assertEquals(
                ErrorCode.UNSUPPORTED,
                assertThrows(JpodException.class, () -> oci.convert(true)).code());
    }

    @Test
    void encryptedLayersAreTold() {
        String layers = ",'layers':[{'mediaType':'%s','digest':'" + DIGEST + "','size':1}]}";
        String plain = MediaTypes.OCI_LAYER + "+gzip";
        ImageManifest sealed = (ImageManifest) parse("{" + CONFIG + layers.formatted(plain + "+encrypted"), "");
        assertTrue(sealed.isEncrypted());
        assertEquals(plain, MediaTypes.decrypted(sealed.layers().get(0).mediaType()));
        assertThrows(JpodException.class, () -> sealed.convert(true));
        ImageManifest open = (ImageManifest) parse("{" + CONFIG + layers.formatted(plain), "");
        assertFalse(open.isEncrypted());
        assertThrows(JpodException.class, () -> parse("{" + CONFIG + layers.formatted("x+encrypted"), ""));
    }
}
