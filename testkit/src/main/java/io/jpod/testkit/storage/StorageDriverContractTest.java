package io.jpod.testkit.storage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.WhiteoutFormat;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of {@link StorageDriver}. A subclass is public with a public constructor that takes nothing: one case runs it in a
 * process of its own and kills that.
 */
public abstract class StorageDriverContractTest {
    @TempDir
    protected Path temporary;

    protected Path data;
    protected StorageDriver driver;

    /** Opens the driver on its data directory, which may not exist yet. */
    protected abstract StorageDriver open(Path directory);

    /**
     * Records in a draft that a name of the parents is deleted. This one does for {@link WhiteoutFormat#APPLIED}.
     *
     * @param name in the draft's top directory
     */
    protected void hide(LayerDraft draft, String name) throws IOException {
        assertEquals(WhiteoutFormat.APPLIED, draft.whiteouts(), "hide() must know the driver's whiteouts");
        Files.delete(draft.directory().resolve(name));
    }

    @BeforeEach
    void openDriver() {
        data = temporary.resolve("data").resolve("driver");
        driver = open(data);
    }

    /** What is mounted would keep the temporary directory from being deleted. */
    @AfterEach
    void removeLayers() {
        for (int round = 0; round < 100 && !driver.list().isEmpty(); round++) {
            for (LayerId layer : driver.list()) {
                try {
                    driver.remove(layer);
                } catch (JpodException e) {
                    assertEquals(ErrorCode.CONFLICT, e.code(), e.getMessage());
                }
            }
        }
        assertEquals(List.of(), driver.list());
    }

    /** A layer's name that ends in a number. */
    protected static LayerId id(int number) {
        String digits = Integer.toHexString(number);
        return new LayerId("ab".repeat(32).substring(digits.length()) + digits);
    }

    /** What goes into a draft. */
    protected interface Filling {
        void fill(LayerDraft draft) throws IOException;
    }

    protected LayerId layer(int number, LayerId parent, Filling filling) throws IOException {
        try (LayerDraft draft = driver.create(id(number), Optional.ofNullable(parent))) {
            filling.fill(draft);
            draft.commit();
        }
        return id(number);
    }

    protected LayerId file(int number, LayerId parent, String name, String text) throws IOException {
        return layer(
                number, parent, draft -> Files.writeString(draft.directory().resolve(name), text));
    }

    private static void assertFails(ErrorCode code, Runnable action) {
        JpodException failure = assertThrows(JpodException.class, action::run);
        assertEquals(code, failure.code(), failure.getMessage());
    }

    @Test
    void emptyStoreListsNothing() {
        assertEquals(List.of(), driver.list());
        assertFalse(driver.exists(id(1)));
        driver.sweep();
    }

    @Test
    void committedLayerExistsAndIsListed() throws IOException {
        LayerId base = file(1, null, "a", "1");
        assertTrue(driver.exists(base));
        assertEquals(List.of(base), driver.list());
        assertEquals(Optional.empty(), driver.parent(base));
        assertEquals(Optional.of(base), driver.parent(file(2, base, "b", "2")));
    }

    @Test
    void anotherDriverOnTheSameDirectorySeesTheLayers() throws IOException {
        LayerId top = file(2, file(1, null, "a", "1"), "b", "2");
        StorageDriver other = open(data);
        assertTrue(other.exists(top));
        assertEquals(
                "1", Files.readString(other.mount(top, LayerMount.reading()).resolve("a")));
        other.unmount(top);
    }

    @Test
    void draftIsNotSeenBeforeItsCommit() throws IOException {
        try (LayerDraft draft = driver.create(id(1), Optional.empty())) {
            Files.writeString(draft.directory().resolve("a"), "1");
            assertFalse(driver.exists(id(1)));
            assertEquals(List.of(), driver.list());
        }
        assertFalse(driver.exists(id(1)));
        assertDoesNotThrow(() -> file(1, null, "a", "again"));
    }

    @Test
    void createRefusesALayerThatExists() throws IOException {
        LayerId base = file(1, null, "a", "1");
        assertFails(ErrorCode.CONFLICT, () -> driver.create(base, Optional.empty()));
    }

    @Test
    void createRefusesAParentThatDoesNotExist() {
        assertFails(ErrorCode.NOT_FOUND, () -> driver.create(id(2), Optional.of(id(1))));
        assertEquals(List.of(), driver.list());
    }

    @Test
    void secondOfTwoDraftsOfOneLayerIsRefusedAtItsCommit() throws IOException {
        try (LayerDraft first = driver.create(id(1), Optional.empty());
                LayerDraft second = driver.create(id(1), Optional.empty())) {
            Files.writeString(first.directory().resolve("a"), "first");
            Files.writeString(second.directory().resolve("a"), "second");
            first.commit();
            assertFails(ErrorCode.CONFLICT, second::commit);
        }
        assertEquals(
                "first",
                Files.readString(driver.mount(id(1), LayerMount.reading()).resolve("a")));
    }

    @Test
    void childShowsTheFilesOfItsParentsAndItsOwn() throws IOException {
        LayerId top = file(3, file(2, file(1, null, "a", "1"), "b", "2"), "c", "3");
        Path root = driver.mount(top, LayerMount.writable());
        assertEquals("1", Files.readString(root.resolve("a")));
        assertEquals("2", Files.readString(root.resolve("b")));
        assertEquals("3", Files.readString(root.resolve("c")));
    }

    @Test
    void childReplacesAFileOfItsParent() throws IOException {
        LayerId top = file(2, file(1, null, "a", "old"), "a", "new");
        assertEquals(
                "new", Files.readString(driver.mount(top, LayerMount.writable()).resolve("a")));
    }

    @Test
    void deletedNameIsGoneInTheChildOnly() throws IOException {
        LayerId base = file(1, null, "a", "1");
        LayerId top = layer(2, base, draft -> hide(draft, "a"));
        assertFalse(Files.exists(driver.mount(top, LayerMount.writable()).resolve("a"), LinkOption.NOFOLLOW_LINKS));
        assertEquals(
                "1", Files.readString(driver.mount(base, LayerMount.reading()).resolve("a")));
    }

    @Test
    void whatIsWrittenToAMountStaysThereAndDoesNotReachTheParent() throws IOException {
        LayerId base = file(1, null, "a", "1");
        LayerId top = layer(2, base, draft -> {});
        Path root = driver.mount(top, LayerMount.writable());
        Files.writeString(root.resolve("a"), "changed");
        Files.writeString(root.resolve("new"), "made");
        driver.unmount(top);
        Path again = driver.mount(top, LayerMount.writable());
        assertEquals("changed", Files.readString(again.resolve("a")));
        assertEquals("made", Files.readString(again.resolve("new")));
        assertEquals(
                "1", Files.readString(driver.mount(base, LayerMount.reading()).resolve("a")));
    }

    @Test
    void whatIsDeletedThroughAMountStaysDeleted() throws IOException {
        LayerId top = layer(2, file(1, null, "a", "1"), draft -> {});
        Files.delete(driver.mount(top, LayerMount.writable()).resolve("a"));
        driver.unmount(top);
        assertFalse(Files.exists(driver.mount(top, LayerMount.writable()).resolve("a")));
    }

    @Test
    void mountingAMountedLayerGivesTheSameDirectory() throws IOException {
        LayerId top = layer(2, file(1, null, "a", "1"), draft -> {});
        Path root = driver.mount(top, LayerMount.writable());
        Files.writeString(root.resolve("b"), "2");
        assertEquals(root, driver.mount(top, LayerMount.writable()));
        assertEquals("2", Files.readString(root.resolve("b")));
        driver.unmount(top);
    }

    @Test
    void readOnlyMountShowsTheFilesOfALayerWithAndWithoutParent() throws IOException {
        LayerId base = file(1, null, "a", "1");
        LayerId top = file(2, base, "b", "2");
        assertEquals(
                "1", Files.readString(driver.mount(base, LayerMount.reading()).resolve("a")));
        Path root = driver.mount(top, LayerMount.reading());
        assertEquals("1", Files.readString(root.resolve("a")));
        assertEquals("2", Files.readString(root.resolve("b")));
    }

    @Test
    void mountOfALayerThatDoesNotExistIsNotFound() {
        assertFails(ErrorCode.NOT_FOUND, () -> driver.mount(id(1), LayerMount.writable()));
    }

    @Test
    void unmountAndRemoveOfWhatIsNotThereAreNoErrors() throws IOException {
        driver.unmount(id(1));
        driver.remove(id(1));
        LayerId base = file(1, null, "a", "1");
        driver.unmount(base);
        assertTrue(driver.exists(base));
    }

    @Test
    void removeRefusesALayerWithChildren() throws IOException {
        LayerId base = file(1, null, "a", "1");
        LayerId top = file(2, base, "b", "2");
        assertFails(ErrorCode.CONFLICT, () -> driver.remove(base));
        assertEquals(
                "1", Files.readString(driver.mount(top, LayerMount.reading()).resolve("a")));
        driver.remove(top);
        driver.remove(base);
        assertEquals(List.of(), driver.list());
    }

    @Test
    void removeTakesAMountedLayerAway() throws IOException {
        LayerId top = layer(2, file(1, null, "a", "1"), draft -> {});
        Files.createDirectories(
                driver.mount(top, LayerMount.writable()).resolve("d").resolve("e"));
        driver.remove(top);
        assertFalse(driver.exists(top));
        assertDoesNotThrow(() -> file(2, id(1), "again", "3"));
    }

    @Test
    void hardLinksOfALayerStayLinked() throws IOException {
        LayerId base = layer(1, null, draft -> {
            Files.writeString(draft.directory().resolve("a"), "1");
            Files.createLink(draft.directory().resolve("b"), draft.directory().resolve("a"));
        });
        Path root = driver.mount(base, LayerMount.reading());
        assertEquals(
                Files.getAttribute(root.resolve("a"), "unix:ino"), Files.getAttribute(root.resolve("b"), "unix:ino"));
        assertEquals(2, Files.getAttribute(root.resolve("a"), "unix:nlink"));
    }

    @Test
    void chainOfSixtyLayersShowsAllFiles() throws IOException {
        LayerId top = null;
        for (int i = 1; i <= 60; i++) {
            top = file(i, top, "f" + i, "text" + i);
        }
        Path root = driver.mount(top, LayerMount.writable());
        for (int i = 1; i <= 60; i++) {
            assertEquals("text" + i, Files.readString(root.resolve("f" + i)));
        }
    }

    @Test
    void sweepLeavesADraftWhoseOwnerLives() throws IOException {
        try (LayerDraft draft = driver.create(id(1), Optional.empty())) {
            Files.writeString(draft.directory().resolve("a"), "1");
            open(data).sweep();
            draft.commit();
        }
        assertEquals(
                "1", Files.readString(driver.mount(id(1), LayerMount.reading()).resolve("a")));
    }

    @Test
    void sweepRemovesTheDraftOfAKilledProcess() throws Exception {
        int entries = data.toFile().list().length;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djpod.native=" + System.getProperty("jpod.native", ""),
                "-cp",
                System.getProperty("java.class.path"),
                AbandonedDraft.class.getName(),
                getClass().getName(),
                data.toString(),
                id(1).value()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(temporary.toFile(), "output"))
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process did not die");
        assertEquals(AbandonedDraft.EXIT, process.exitValue(), () -> readQuietly(temporary.resolve("output")));
        assertTrue(data.toFile().list().length > entries, "the killed process left nothing to sweep");
        assertFalse(driver.exists(id(1)));
        driver.sweep();
        assertEquals(
                entries,
                data.toFile().list().length,
                () -> "left: " + List.of(data.toFile().list()));
    }

    private static String readQuietly(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void differentLayersAreUsedAtOnce() throws Exception {
        LayerId base = file(1, null, "a", "1");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> rounds = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int number = 100 + i;
                rounds.add(threads.submit(() -> {
                    LayerId own = file(number, base, "own", "text" + number);
                    Path root = driver.mount(own, LayerMount.writable());
                    assertEquals("1", Files.readString(root.resolve("a")));
                    assertEquals("text" + number, Files.readString(root.resolve("own")));
                    driver.unmount(own);
                    driver.remove(own);
                    return null;
                }));
            }
            for (Future<?> round : rounds) {
                round.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(List.of(base), driver.list());
    }

    @Test
    void usageCountsWhatALayerHolds() throws IOException {
        LayerId small = file(1, null, "a", "1");
        LayerId large = file(2, null, "a", "x".repeat(1 << 20));
        assertTrue(driver.usage(large) >= driver.usage(small) + (1 << 20) - 8192);
    }

    @Test
    void changesAreShownWithTheCapabilityAndRefusedWithout() throws IOException {
        LayerId top = file(2, file(1, null, "a", "1"), "b", "2");
        if (driver.capabilities().contains(StorageCapability.CHANGES)) {
            Path changes = driver.changes(top);
            assertEquals("2", Files.readString(changes.resolve("b")));
            assertFalse(Files.exists(changes.resolve("a")));
        } else {
            assertFails(ErrorCode.UNSUPPORTED, () -> driver.changes(top));
        }
    }

    @Test
    void ownersAreShiftedWithTheCapabilityAndRefusedWithout() throws IOException {
        LayerId top = layer(2, file(1, null, "a", "1"), draft -> {});
        long uid = ((Number) Files.getAttribute(
                        driver.mount(id(1), LayerMount.reading()).resolve("a"), "unix:uid"))
                .longValue();
        IdRange range = new IdRange(uid, uid + 7, 1);
        LayerMount shifted =
                new LayerMount(false, "", Optional.of(new IdMapping(List.of(range), List.of(new IdRange(0, 7, 1)))));
        if (driver.capabilities().contains(StorageCapability.ID_SHIFT)) {
            Path root = driver.mount(top, shifted);
            long seen = ((Number) Files.getAttribute(root.resolve("a"), "unix:uid")).longValue();
            assertEquals(isMapped(uid + 7) ? uid + 7 : overflowId(), seen);
        } else {
            assertFails(ErrorCode.UNSUPPORTED, () -> driver.mount(top, shifted));
        }
    }

    private static boolean isMapped(long uid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/uid_map"))) {
            String[] numbers = line.strip().split(" +");
            long first = Long.parseLong(numbers[0]);
            if (uid >= first && uid < first + Long.parseLong(numbers[2])) {
                return true;
            }
        }
        return false;
    }

    private static long overflowId() throws IOException {
        // Not Files.readString: files of /proc/sys give everything to the first read, which is of one byte there.
        try (BufferedReader reader = Files.newBufferedReader(Path.of("/proc/sys/kernel/overflowuid"))) {
            return Long.parseLong(reader.readLine().strip());
        }
    }
}
