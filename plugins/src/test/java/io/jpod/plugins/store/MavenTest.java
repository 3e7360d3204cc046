package io.jpod.plugins.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenTest {
    @TempDir
    private Path directory;

    private final MavenArtifact artifact = MavenArtifact.parse("org.example:x:1.0");

    private MavenRepository repository() throws IOException {
        Path jar = directory.resolve("repository").resolve(artifact.path());
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "bytes");
        return new MavenRepository(directory.resolve("repository").toUri().toString(), Map.of());
    }

    private void checksum(String name, String value) throws IOException {
        Files.writeString(directory.resolve("repository").resolve(artifact.path() + "." + name), value);
    }

    @Test
    void coordinatesBecomeAPath() {
        assertEquals("org/example/x/1.0/x-1.0.jar", artifact.path());
        for (String wrong :
                new String[] {"a:b", "a:b:c:d", "a:../b:1", "a:b:1/2", ":b:1", "a:b:1-SNAPSHOT", "a:b:LATEST"}) {
            assertThrows(JpodException.class, () -> MavenArtifact.parse(wrong), wrong);
        }
    }

    @Test
    void aJarIsTakenWithItsChecksumOnly() throws IOException {
        MavenRepository repository = repository();
        Path to = directory.resolve("to");
        assertTrue(assertThrows(JpodException.class, () -> repository.fetch(artifact, to))
                .getMessage()
                .contains("no checksum"));
        checksum("sha1", "0000");
        assertEquals(
                ErrorCode.EXTERNAL,
                assertThrows(JpodException.class, () -> repository.fetch(artifact, to))
                        .code());
        checksum("sha256", Checksum.sha256(directory.resolve("repository").resolve(artifact.path())) + "  x-1.0.jar\n");
        repository.fetch(artifact, to);
        assertEquals("bytes", Files.readString(to));
    }

    @Test
    void theMirrorOfTheSettingsStandsForCentral() throws IOException {
        Path settings = directory.resolve(".m2/settings.xml");
        assertEquals("https://repo1.maven.org/maven2", MavenSettings.repository(Map.of(), directory));
        Files.createDirectories(settings.getParent());
        Files.writeString(
                settings,
                "<settings><mirrors><mirror><mirrorOf>other</mirrorOf><url>https://o</url></mirror>"
                        + "<mirror><mirrorOf>*</mirrorOf><url>https://m/</url></mirror></mirrors></settings>");
        assertEquals("https://m", MavenSettings.repository(Map.of(), directory));
        assertEquals("https://e", MavenSettings.repository(Map.of("JPOD_MAVEN_REPOSITORY", "https://e"), directory));
        for (String wrong : new String[] {"nonsense", "http://", "ftp://a", "http://a b/", "/a"}) {
            JpodException failure = assertThrows(
                    JpodException.class,
                    () -> MavenSettings.repository(Map.of("JPOD_MAVEN_REPOSITORY", wrong), directory));
            assertTrue(
                    failure.getMessage().startsWith("JPOD_MAVEN_REPOSITORY=" + wrong + " is no URL of a repository"),
                    failure.getMessage());
        }
        Files.writeString(settings, "<settings><mirrors><mirror><mirrorOf>*</mirrorOf></mirror></mirrors></settings>");
        assertThrows(JpodException.class, () -> MavenSettings.repository(Map.of(), directory));
        Files.writeString(settings, "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><settings>&e;</settings>");
        assertThrows(JpodException.class, () -> MavenSettings.repository(Map.of(), directory));
    }

    @Test
    void armorIsTakenOffAKey() {
        String armored =
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: x\n\nAAEC\nAwQ=\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n";
        byte[] key = Signatures.unarmored(armored.getBytes(StandardCharsets.US_ASCII));
        assertEquals(5, key.length);
        assertEquals(4, key[4]);
        byte[] two =
                Signatures.unarmored(("somebody's keys\n" + armored + armored).getBytes(StandardCharsets.US_ASCII));
        assertEquals(10, two.length);
        assertEquals(4, two[9]);
        byte[] damaged = armored.replace("AwQ=", "A*Q=").getBytes(StandardCharsets.US_ASCII);
        assertThrows(IllegalArgumentException.class, () -> Signatures.unarmored(damaged));
        byte[] cut = armored.substring(0, 53).getBytes(StandardCharsets.US_ASCII);
        assertThrows(IllegalArgumentException.class, () -> Signatures.unarmored(cut));
        byte[] binary = {1, 2};
        assertFalse(Signatures.unarmored(binary) != binary);
    }
}
