package io.jpod.testkit.storage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.WhiteoutFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link StorageDriver}. A subclass is public with a public constructor that takes nothing: one case runs it in a
 * process of its own and kills that.
 */
public abstract class StorageDriverContractTest extends StorageHardCases {
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

    @Override
    protected LayerId file(int number, LayerId parent, String name, String text) throws IOException {
        return layer(
                number, parent, draft -> Files.writeString(draft.directory().resolve(name), text));
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
    void filesOfOthersAreBorrowedWithTheCapabilityAndRefusedWithout() throws IOException {
        Path files = Files.createDirectories(temporary.resolve("others"));
        Files.writeString(files.resolve("a"), "1");
        if (!driver.capabilities().contains(StorageCapability.BORROW)) {
            assertFails(
                    ErrorCode.UNSUPPORTED, () -> driver.borrow(id(1), Optional.empty(), files, WhiteoutFormat.APPLIED));
            return;
        }
        driver.borrow(id(1), Optional.empty(), files, WhiteoutFormat.APPLIED);
        assertTrue(driver.exists(id(1)));
        assertFails(ErrorCode.CONFLICT, () -> driver.borrow(id(1), Optional.empty(), files, WhiteoutFormat.APPLIED));
        LayerId top = file(2, id(1), "b", "2");
        Path root = driver.mount(top, LayerMount.writable());
        assertEquals("1", Files.readString(root.resolve("a")));
        Files.writeString(root.resolve("a"), "changed");
        driver.unmount(top);
        driver.remove(top);
        driver.remove(id(1));
        assertEquals("1", Files.readString(files.resolve("a")));
        assertEquals(1, files.toFile().list().length);
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
