package io.jpod.image.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerCipherTest {
    private static final String TYPE = MediaTypes.OCI_LAYER + "+zstd";

    @TempDir
    Path directory;

    private Path content;
    private Path sealed;
    private Path plain;
    private TestKeys keys;

    @BeforeEach
    void name() {
        content = directory.resolve("content");
        sealed = directory.resolve("sealed");
        plain = directory.resolve("plain");
        keys = new TestKeys(directory);
    }

    private Descriptor encrypt(byte[] bytes) throws IOException {
        Files.write(content, bytes);
        Descriptor layer = Descriptor.of(TYPE, Sha256.of(bytes), bytes.length).annotated("kept", "yes");
        Recipients recipients = Recipients.of(List.of("jwe:" + keys.publicKey()), null);
        return LayerCipher.encrypt(layer, () -> Files.newInputStream(content), sealed, recipients, directory);
    }

    private Descriptor decrypt(Descriptor layer) {
        LayerSecret secret =
                DecryptionKeys.of(List.of(keys.privateKey().toString()), null).unwrap(layer, directory);
        return LayerCipher.decrypt(layer, sealed, plain, secret);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 65535, 65536, 65537, 1_000_003})
    void layersOfEverySizeComeBack(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Descriptor layer = encrypt(bytes);
        assertEquals(TYPE + "+encrypted", layer.mediaType());
        assertEquals(Sha256.of(Files.readAllBytes(sealed)), layer.digest());
        assertEquals(size, layer.size());
        Descriptor back = decrypt(layer);
        assertArrayEquals(bytes, Files.readAllBytes(plain));
        assertEquals(Descriptor.of(TYPE, Sha256.of(bytes), size).annotated("kept", "yes"), back);
    }

    @Test
    void everyLayerHasAKeyOfItsOwn() throws IOException {
        Descriptor first = encrypt(new byte[100]);
        Descriptor second = encrypt(new byte[100]);
        assertNotEquals(first.digest(), second.digest());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 99})
    void aChangedLayerIsRefusedAndLeavesNothing(int at) throws IOException {
        Descriptor layer = encrypt(new byte[100]);
        byte[] bytes = Files.readAllBytes(sealed);
        bytes[at] ^= 1;
        Files.write(sealed, bytes);
        JpodException failure = assertThrows(JpodException.class, () -> decrypt(layer));
        assertEquals(ErrorCode.EXTERNAL, failure.code());
        assertTrue(failure.getMessage().contains("HMAC"), failure.getMessage());
        assertFalse(Files.exists(plain));
    }

    @Test
    void aLayerThatWasCutOffIsRefused() throws IOException {
        Descriptor layer = encrypt(new byte[100]);
        byte[] bytes = Files.readAllBytes(sealed);
        Files.write(sealed, java.util.Arrays.copyOf(bytes, 99));
        assertThrows(JpodException.class, () -> decrypt(layer));
        Files.write(sealed, new byte[0]);
        assertThrows(JpodException.class, () -> decrypt(layer));
        assertFalse(Files.exists(plain));
    }

    @Test
    void anotherCipherAndMissingOptionsAreRefused() throws IOException {
        Descriptor layer = encrypt(new byte[100]);
        String other = Base64.getEncoder().encodeToString("{\"cipher\":\"ROT13\"}".getBytes(StandardCharsets.UTF_8));
        JpodException failure =
                assertThrows(JpodException.class, () -> decrypt(layer.annotated(LayerCipher.PUBLIC_OPTIONS, other)));
        assertEquals(ErrorCode.UNSUPPORTED, failure.code());
        assertThrows(JpodException.class, () -> decrypt(layer.annotated(LayerCipher.PUBLIC_OPTIONS, "?")));
        assertThrows(JpodException.class, () -> decrypt(layer.annotated(LayerCipher.PUBLIC_OPTIONS, "")));
        // The cipher is right, but nothing says what the HMAC should be.
        String bare = Base64.getEncoder()
                .encodeToString("{\"cipher\":\"AES_256_CTR_HMAC_SHA256\"}".getBytes(StandardCharsets.UTF_8));
        assertThrows(JpodException.class, () -> decrypt(layer.annotated(LayerCipher.PUBLIC_OPTIONS, bare)));
        assertFalse(Files.exists(plain));
    }
}
