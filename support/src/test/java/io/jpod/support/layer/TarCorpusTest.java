package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.tree.TreeRemover;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/** Whatever an archive holds: it is applied or refused, and nothing outside the layer is touched. */
class TarCorpusTest {
    @TempDir
    Path temporary;

    private final Posix posix = PosixLoader.load(Mockito.mock(Log.class));
    private final TarCorpus corpus = new TarCorpus(posix);
    private Path root;
    private Map<String, String> before;

    @BeforeEach
    void makeSurroundings() throws IOException {
        root = Files.createDirectories(temporary.resolve("deep/root"));
        Files.writeString(temporary.resolve("x"), "untouched");
        Files.writeString(temporary.resolve("deep/x"), "untouched");
        before = surroundings();
    }

    @AfterEach
    void nothingOutsideChanged() throws IOException {
        assertEquals(before, surroundings());
    }

    private Map<String, String> surroundings() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path file : (Iterable<Path>) all.filter(path -> !path.startsWith(root))::iterator) {
                Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                Object links = Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
                files.put(
                        file.toString(),
                        mode + " " + links + (Files.isRegularFile(file) ? Files.readString(file) : ""));
            }
        }
        return files;
    }

    /** @return true when it was applied */
    private boolean apply(String name, byte[] archive) throws IOException {
        new TreeRemover(posix).remove(root.toString());
        Files.createDirectory(root);
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED)
                .singleOwner(true)
                .maxBytes(1 << 20)
                .build();
        try {
            new LayerApplier(posix).apply(new ByteArrayInputStream(archive), root, options);
            return true;
        } catch (JpodException e) {
            boolean expected = e.code() == ErrorCode.EXTERNAL || e.code() == ErrorCode.HOST;
            if (!expected || e.getMessage().isEmpty()) {
                fail(name + ": " + e, e);
            }
            return false;
        } catch (RuntimeException e) {
            return fail(name + ": " + e, e);
        }
    }

    @Test
    void everyArchiveIsAppliedOrRefused() throws IOException {
        int applied = 0;
        for (Map.Entry<String, byte[]> archive : corpus.handMade().entrySet()) {
            applied += apply(archive.getKey(), archive.getValue()) ? 1 : 0;
        }
        assertTrue(applied >= 5, applied + " were applied: the corpus must hold good ones, too");
    }

    @Test
    void archivesThatAreCutOffAreAppliedOrRefused() throws IOException {
        for (Map.Entry<String, byte[]> archive : corpus.handMade().entrySet()) {
            for (byte[] cut : TarCorpus.cut(archive.getValue())) {
                apply(archive.getKey() + " cut at " + cut.length, cut);
            }
        }
    }

    @Test
    void headersWithASpoiltFieldAreAppliedOrRefused() throws IOException {
        for (String name : new String[] {"plain", "repeats", "attributes", "long-names"}) {
            int number = 0;
            for (byte[] spoilt : TarCorpus.spoilt(corpus.handMade().get(name))) {
                apply(name + " spoilt " + number++, spoilt);
            }
        }
    }

    /** Zeros without end. */
    private static final class Zeros extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            java.util.Arrays.fill(buffer, offset, offset + length, (byte) 0);
            read += length;
            return length;
        }
    }

    @Test
    void aBombIsRefusedBeforeItIsUnpacked() throws IOException {
        Zeros zeros = new Zeros();
        InputStream bomb = new SequenceInputStream(new ByteArrayInputStream(TarCorpus.headOfZeros(1L << 30)), zeros);
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED)
                .singleOwner(true)
                .maxBytes(1 << 20)
                .build();
        JpodException refusal =
                assertThrows(JpodException.class, () -> new LayerApplier(posix).apply(bomb, root, options));
        assertEquals("layer is larger than 1048576 bytes", refusal.getMessage());
        assertTrue(zeros.read < 1 << 20, zeros.read + " bytes were read");
    }
}
