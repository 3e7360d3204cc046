package io.jpod.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.Providers;
import io.jpod.support.layer.LayerDiffer;
import io.jpod.support.lock.FileLockManager;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.testkit.host.FakeHostFacts;
import io.jpod.testkit.storage.FakeStorageDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class LayerStoreTest {
    @TempDir
    Path temporary;

    private final Log log = Mockito.mock(Log.class);
    private final Posix posix = PosixLoader.load(log);
    private FakeStorageDriver driver;
    private LayerStore store;
    private int trees;

    @BeforeEach
    void openStore() {
        driver = new FakeStorageDriver(temporary.resolve("driver"));
        store = newStore();
    }

    private LayerStore newStore() {
        Providers providers = Mockito.mock(Providers.class);
        Mockito.when(providers.storage()).thenReturn(driver);
        Mockito.when(providers.storageId()).thenReturn("fake");
        return new LayerStore(
                temporary.resolve("data"),
                providers,
                new FakeHostFacts(),
                new FileLockManager(posix, temporary.resolve("locks")),
                posix,
                log);
    }

    /** A layer tar with one file that belongs to the caller. */
    private byte[] layer(String name, String text) throws IOException {
        Path tree = Files.createDirectory(temporary.resolve("tree" + trees++));
        Files.writeString(tree.resolve(name), text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LayerDiffer(posix).writeDifference(Optional.empty(), tree, out);
        return out.toByteArray();
    }

    private static String diffId(byte[] tar) {
        return "sha256:" + ChainIds.hex(ChainIds.sha256().digest(tar));
    }

    private static byte[] gzip(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        }
        return out.toByteArray();
    }

    private Unpacked unpack(LayerId parent, byte[] tar) {
        return store.unpack(Optional.ofNullable(parent), diffId(tar), new ByteArrayInputStream(tar));
    }

    private int leftovers() {
        int count = 0;
        for (String name :
                driver.list().isEmpty() ? temporary.resolve("driver").toFile().list() : new String[0]) {
            count += name.startsWith(".") ? 1 : 0;
        }
        return count;
    }

    @Test
    void chainIdsAreThoseOfTheSpecification() {
        String one = "sha256:" + "a".repeat(64);
        String two = "sha256:" + "b".repeat(64);
        assertEquals("a".repeat(64), LayerStore.chainId(List.of(one)).value());
        String text = one + " " + two;
        assertEquals(
                ChainIds.hex(ChainIds.sha256().digest(text.getBytes(StandardCharsets.US_ASCII))),
                LayerStore.chainId(List.of(one, two)).value());
        assertThrows(JpodException.class, () -> LayerStore.chainId(List.of("sha512:" + "a".repeat(64))));
        assertThrows(JpodException.class, () -> LayerStore.chainId(List.of()));
    }

    @Test
    void unpackedLayerIsFoundWithItsFacts() throws IOException {
        byte[] tar = layer("a", "1");
        Unpacked unpacked = unpack(null, tar);
        assertEquals(diffId(tar), unpacked.diffId());
        assertEquals(tar.length, unpacked.bytes());
        assertEquals(Math.max(posix.getUid(), posix.getGid()) + 1L, unpacked.idLimit());
        assertFalse(unpacked.reused());
        Unpacked found = newStore().find(unpacked.layer()).orElseThrow();
        assertEquals(diffId(tar), found.diffId());
        assertEquals(tar.length, found.bytes());
        assertTrue(store.exists(LayerStore.chainId(List.of(diffId(tar)))));
    }

    @Test
    void layerThatIsThereIsNotReadAgain() throws IOException {
        byte[] tar = layer("a", "1");
        unpack(null, tar);
        InputStream unreadable = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("was read");
            }
        };
        assertTrue(store.unpack(Optional.empty(), diffId(tar), unreadable).reused());
    }

    @Test
    void compressedLayerHasTheDiffIdOfItsTar() throws IOException {
        byte[] tar = layer("a", "1");
        Unpacked unpacked = store.unpack(Optional.empty(), diffId(tar), new ByteArrayInputStream(gzip(tar)));
        assertEquals(diffId(tar).substring(7), unpacked.layer().value());
    }

    @Test
    void layerThatDoesNotMatchItsDiffIdIsRefusedAndLeavesNothing() throws IOException {
        byte[] tar = layer("a", "1");
        String other = "sha256:" + "1".repeat(64);
        JpodException failure = assertThrows(
                JpodException.class, () -> store.unpack(Optional.empty(), other, new ByteArrayInputStream(tar)));
        assertEquals(ErrorCode.EXTERNAL, failure.code());
        assertEquals("layer does not match its diff id " + other + ": it is " + diffId(tar), failure.getMessage());
        assertEquals(List.of(), driver.list());
        assertEquals(0, leftovers());
    }

    @Test
    void draftsOfRecordsGoWithTheirWriter() throws IOException {
        LayerId layer = unpack(null, layer("a", "1")).layer();
        Path records = temporary.resolve("data/layers/fake");
        Path own = Files.writeString(records.resolve("." + layer.value() + ".json.1a.tmp"), "{");
        Path unknown = Files.writeString(records.resolve("." + "0".repeat(64) + ".json.1b.tmp"), "{");
        FileLockManager locks = new FileLockManager(posix, temporary.resolve("locks"));
        try (LockManager.Lock lock = locks.exclusive(new LockName(LockName.Scope.LAYER, layer.value()))) {
            newStore().sweep();
            assertTrue(Files.exists(own), "its writer lives");
        }
        assertFalse(Files.exists(unknown));
        newStore().sweep();
        assertFalse(Files.exists(own));
        assertTrue(newStore().find(layer).isPresent());
    }

    @Test
    void truncatedLayerIsRefusedAndLeavesNothing() throws IOException {
        byte[] tar = layer("a", "1".repeat(5000));
        byte[] gzip = gzip(tar);
        for (byte[] half : List.of(Arrays.copyOf(gzip, gzip.length - 20), Arrays.copyOf(tar, 2000), new byte[0])) {
            JpodException failure = assertThrows(
                    JpodException.class,
                    () -> store.unpack(Optional.empty(), diffId(tar), new ByteArrayInputStream(half)));
            assertEquals(ErrorCode.EXTERNAL, failure.code());
        }
        assertEquals(List.of(), driver.list());
        assertEquals(0, leftovers());
    }

    @Test
    void oneOfManyAtOnceCommits() throws Exception {
        byte[] tar = layer("a", "text".repeat(100_000));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Unpacked>> results = threads.invokeAll(Collections.nCopies(8, () -> unpack(null, tar)));
            int made = 0;
            for (Future<Unpacked> result : results) {
                made += result.get(60, TimeUnit.SECONDS).reused() ? 0 : 1;
            }
            assertEquals(1, made);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, temporary.resolve("driver").toFile().list().length);
    }

    @Test
    void containerLayerHasTheContainersNameAndTheImagesFiles() throws IOException {
        LayerId image = unpack(null, layer("a", "1")).layer();
        ContainerId container = new ContainerId("c".repeat(64));
        LayerId layer = store.createContainerLayer(container, Optional.of(image));
        assertEquals(container.value(), layer.value());
        assertEquals(
                "1",
                Files.readString(store.mount(layer, false, "", Optional.empty()).resolve("a")));
        store.unmount(layer);
        assertThrows(JpodException.class, () -> store.remove(image));
        store.remove(layer);
        store.remove(image);
        assertEquals(List.of(), driver.list());
    }

    @Test
    void removeChainStopsAtWhatIsKeptOrUsed() throws IOException {
        LayerId base = unpack(null, layer("a", "1")).layer();
        LayerId left = unpack(base, layer("b", "2")).layer();
        LayerId right = unpack(base, layer("c", "3")).layer();
        LayerId top = unpack(right, layer("d", "4")).layer();
        store.removeChain(top, Set.of(left));
        assertEquals(Set.of(base, left), Set.copyOf(driver.list()));
        store.createContainerLayer(new ContainerId("c".repeat(64)), Optional.of(left));
        store.removeChain(left, Set.of());
        assertTrue(store.exists(left));
    }

    @Test
    void removeUnusedKeepsWhatIsNamedAndWhatIsBelow() throws IOException {
        LayerId base = unpack(null, layer("a", "1")).layer();
        LayerId kept = unpack(base, layer("b", "2")).layer();
        LayerId unused = unpack(base, layer("c", "3")).layer();
        LayerId unusedTop = unpack(unused, layer("d", "4")).layer();
        assertEquals(Set.of(unused, unusedTop), Set.copyOf(store.removeUnused(Set.of(kept))));
        assertEquals(Set.of(base, kept), Set.copyOf(driver.list()));
        assertEquals(2, temporary.resolve("data/layers/fake").toFile().list().length);
    }

    @Test
    void sweepRemovesRecordsOfLayersThatWereNeverCommitted() throws IOException {
        LayerId base = unpack(null, layer("a", "1")).layer();
        Path records = temporary.resolve("data/layers/fake");
        Files.writeString(records.resolve("d".repeat(64) + ".json"), "{}");
        store.sweep();
        assertEquals(List.of(base.value() + ".json"), List.of(records.toFile().list()));
    }

    @Test
    void idLimitIsTheLargestOfTheChain() throws IOException {
        LayerId base = unpack(null, layer("a", "1")).layer();
        LayerId top = unpack(base, layer("b", "2")).layer();
        assertEquals(Math.max(posix.getUid(), posix.getGid()) + 1L, store.idLimit(top));
    }

    private static IdMapping mapping(IdRange range) {
        return new IdMapping(List.of(range), List.of(range));
    }

    @Test
    void identityNeedsNoCopy() throws IOException {
        LayerId image = unpack(null, layer("a", "1")).layer();
        assertEquals(image, store.shifted(image, mapping(new IdRange(0, 0, 65536))));
    }

    @Test
    void ownerThatTheContainerHasNotIsShownAsNobodys() throws IOException {
        assumeTrue(posix.getEuid() == 0, "not root: copies with other owners are not tested here");
        LayerId image = unpack(null, layer("a", "1")).layer();
        LayerId copy = store.shifted(image, mapping(new IdRange(4_000_000, 0, 7)));
        Path root = store.mount(copy, true, "", Optional.empty());
        assertEquals(7, Files.getAttribute(root.resolve("a"), "unix:uid"));
    }

    @Test
    void shiftedCopyHasMappedOwnersAndIsMadeOnce() throws IOException {
        assumeTrue(posix.getEuid() == 0, "not root: copies with other owners are not tested here");
        LayerId image = unpack(null, layer("a", "1")).layer();
        IdMapping mapping = mapping(new IdRange(0, 1000, 100));
        LayerId copy = store.shifted(image, mapping);
        Path root = store.mount(copy, true, "", Optional.empty());
        assertEquals(1000, Files.getAttribute(root.resolve("a"), "unix:uid"));
        assertEquals(copy, newStore().shifted(image, mapping));
        assertEquals(2, driver.list().size());
        store.removeChain(image, Set.of());
        assertEquals(List.of(), driver.list());
    }
}
