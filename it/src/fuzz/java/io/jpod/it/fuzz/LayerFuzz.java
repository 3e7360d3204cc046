package io.jpod.it.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.layer.LayerApplier;
import io.jpod.support.layer.LayerAudit;
import io.jpod.support.layer.LayerOptions;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.tree.TreeRemover;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Tars: blocks whose checksums are made right, so that more than the first header is reached. */
class LayerFuzz {
    private static final Log LOG = new StreamLog(OutputStream.nullOutputStream(), LogLevel.WARN, Clock.systemUTC(), false);
    private static final Posix POSIX = PosixLoader.load(LOG);

    @FuzzTest
    void tars(byte[] data) throws IOException {
        for (int at = 0; at + 512 <= data.length; at += 512) {
            if (data[at + 257] == 'u') {
                checksum(data, at);
            }
        }
        Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "jpod-fuzz");
        try {
            Path root = Files.createDirectory(directory.resolve("root"));
            LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED)
                    .singleOwner(true)
                    .maxBytes(1 << 20)
                    .maxEntries(1000)
                    .build();
            new LayerApplier(POSIX).apply(new ByteArrayInputStream(data), root, options);
            new LayerAudit(POSIX).compare(new ByteArrayInputStream(data), root);
        } catch (JpodException e) {
            // A refusal is what garbage deserves.
        } finally {
            try (var entries = Files.list(directory)) {
                if (entries.count() != 1) {
                    throw new AssertionError("something was made outside the layer");
                }
            }
            new TreeRemover(POSIX).remove(directory.toString());
        }
    }

    private static void checksum(byte[] archive, int header) {
        for (int i = 148; i < 156; i++) {
            archive[header + i] = ' ';
        }
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += archive[header + i] & 0xff;
        }
        for (int i = 153; i >= 148; i--) {
            archive[header + i] = (byte) ('0' + (sum & 7));
            sum >>= 3;
        }
        archive[header + 154] = 0;
    }
}
