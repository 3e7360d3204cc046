package io.jpod.testkit.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.WhiteoutFormat;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hard half of {@link StorageDriverContractTest}: killed processes, full disks, many threads; and what both halves stand on. */
abstract class StorageHardCases {
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

    /** A layer with one file. */
    protected abstract LayerId file(int number, LayerId parent, String name, String text) throws IOException;

    static void assertFails(ErrorCode code, Runnable action) {
        JpodException failure = assertThrows(JpodException.class, action::run);
        assertEquals(code, failure.code(), failure.getMessage());
    }

    /**
     * A file system of a few megabytes that is empty. This one is a tmpfs, for who may mount; the case of a full disk is skipped when
     * there is none.
     */
    protected Optional<Path> smallFileSystem() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(temporary.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("mount.log").toFile())
                .start();
        return mount.waitFor() == 0 ? Optional.of(disk) : Optional.empty();
    }

    /** Only what {@link #smallFileSystem} mounted. */
    private void releaseSmallFileSystem(Path disk) throws IOException, InterruptedException {
        new ProcessBuilder("umount", "-l", disk.toString())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("mount.log").toFile())
                .start()
                .waitFor();
    }

    @Test
    void fullDiskIsTheHostsFaultAndHurtsNoLayer() throws Exception {
        Optional<Path> disk = smallFileSystem();
        Assumptions.assumeTrue(disk.isPresent(), "needs a user who may mount a tmpfs");
        try {
            StorageDriver small = open(disk.get().resolve("driver"));
            try (LayerDraft draft = small.create(id(1), Optional.empty())) {
                Files.write(draft.directory().resolve("a"), new byte[1 << 20]);
                draft.commit();
            }
            Path filler = disk.get().resolve("filler");
            fill(filler);
            boolean made = makeOnFullDisk(small);
            assertEquals(made, small.exists(id(2)), "a layer that failed does not exist");
            Files.delete(filler);
            small.sweep();
            Path root = small.mount(id(1), LayerMount.reading());
            assertEquals(1 << 20, Files.size(root.resolve("a")));
            small.unmount(id(1));
            small.remove(id(2));
            try (LayerDraft draft = small.create(id(2), Optional.of(id(1)))) {
                Files.writeString(draft.directory().resolve("b"), "room again");
                draft.commit();
            }
            small.remove(id(2));
            small.remove(id(1));
            assertEquals(List.of(), small.list());
        } finally {
            releaseSmallFileSystem(disk.get());
        }
    }

    private static boolean makeOnFullDisk(StorageDriver driver) {
        try (LayerDraft draft = driver.create(id(2), Optional.of(id(1)))) {
            Files.write(draft.directory().resolve("b"), new byte[1 << 20]);
            draft.commit();
            return true;
        } catch (JpodException e) {
            assertEquals(ErrorCode.HOST, e.code(), e.getMessage());
        } catch (IOException e) {
            // The driver made room for the draft, the file found none.
        }
        return false;
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("No space"), e.getMessage());
        }
    }

    @Test
    void processKilledAtAnyMomentLeavesWholeLayersOnly() throws Exception {
        file(1, null, "a", "1");
        for (int kills = 1; kills <= 3; kills++) {
            Process process = new ProcessBuilder(java(LayerWriter.class, Integer.toString(kills * 1000)))
                    .redirectError(temporary.resolve("output").toFile())
                    .start();
            int committed = 0;
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                while (committed < 5 * kills && lines.readLine() != null) {
                    committed++;
                }
            }
            process.destroyForcibly().waitFor();
            assertEquals(5 * kills, committed, () -> readQuietly(temporary.resolve("output")));
            driver.sweep();
            assertTrue(driver.list().size() > committed, "layers that were committed are gone");
            for (LayerId layer : driver.list()) {
                Path root = driver.mount(layer, LayerMount.reading());
                assertEquals("1", Files.readString(root.resolve("a")));
                if (!layer.equals(id(1))) {
                    assertEquals(LayerWriter.text(layer), Files.readString(root.resolve("own")));
                }
                driver.unmount(layer);
            }
        }
    }

    private List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djpod.native=" + System.getProperty("jpod.native", ""),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                getClass().getName(),
                data.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Test
    void sweepRemovesTheDraftOfAKilledProcess() throws Exception {
        int entries = entries();
        Process process = new ProcessBuilder(java(AbandonedDraft.class, id(1).value()))
                .redirectErrorStream(true)
                .redirectOutput(new File(temporary.toFile(), "output"))
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process did not die");
        assertEquals(AbandonedDraft.EXIT, process.exitValue(), () -> readQuietly(temporary.resolve("output")));
        assertTrue(entries() > entries, "the killed process left nothing to sweep");
        assertFalse(driver.exists(id(1)));
        driver.sweep();
        assertEquals(
                entries,
                entries(),
                () -> "left: " + Arrays.toString(data.toFile().list()));
    }

    /** A driver need not make its directory before its first layer. */
    private int entries() {
        String[] names = data.toFile().list();
        return names == null ? 0 : names.length;
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
}
