package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that GNU tar made, and such as nobody should make. */
class TarReaderTest {
    @TempDir
    Path temporary;

    private TarReader gnuTar(String options, String... names) throws Exception {
        Path archive = temporary.resolve("archive.tar");
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(Arrays.asList(options.split(" ")));
        command.addAll(List.of("-cf", archive.toString(), "-C", temporary.toString()));
        command.addAll(Arrays.asList(names));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        return new TarReader(new ByteArrayInputStream(Files.readAllBytes(archive)));
    }

    private static byte[] data(TarReader reader) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int n = reader.chunk(Long.MAX_VALUE);
        while (n > 0) {
            out.write(reader.buffer(), reader.chunkOffset(), n);
            n = reader.chunk(Long.MAX_VALUE);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=gnu", "--format=posix", "--format=oldgnu"})
    void longNamesAndLinksOfGnuTarAreRead(String format) throws Exception {
        String name = "n".repeat(90) + "/" + "ü".repeat(120);
        Files.createDirectories(temporary.resolve(name).getParent());
        Files.writeString(temporary.resolve(name), "text");
        Files.createSymbolicLink(temporary.resolve("link"), Path.of(name));
        TarReader reader = gnuTar(format, name, "link");
        TarEntry file = reader.next();
        assertEquals(name, file.name);
        assertArrayEquals("text".getBytes(StandardCharsets.UTF_8), data(reader));
        TarEntry link = reader.next();
        assertEquals(TarEntry.SYMLINK, link.type);
        assertEquals(name, link.linkName);
        assertNull(reader.next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=v7", "--format=ustar"})
    void oldFormatsAreRead(String format) throws Exception {
        Path directory =
                Files.createDirectories(temporary.resolve("a".repeat(60)).resolve("b"));
        Files.writeString(directory.resolve("f"), "text");
        TarReader reader = gnuTar(format, "a".repeat(60));
        assertEquals(TarEntry.DIRECTORY, reader.next().type);
        assertEquals(TarEntry.DIRECTORY, reader.next().type);
        assertEquals("a".repeat(60) + "/b/f", reader.next().name);
        assertNull(reader.next());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu --sparse",
                "--format=posix --sparse --sparse-version=0.0",
                "--format=posix --sparse --sparse-version=0.1",
                "--format=posix --sparse --sparse-version=1.0"
            })
    void sparseFilesOfGnuTarAreRead(String options) throws Exception {
        long size = 40L << 20;
        List<Long> places = new ArrayList<>();
        try (RandomAccessFile file =
                new RandomAccessFile(temporary.resolve("sparse").toFile(), "rw")) {
            for (long at = 1 << 20; at < size; at += 1 << 20) {
                places.add(at);
                file.seek(at);
                file.write(("data at " + at).getBytes(StandardCharsets.UTF_8));
            }
            file.setLength(size);
        }
        Files.writeString(temporary.resolve("after"), "next");
        TarReader reader = gnuTar(options, "sparse", "after");
        TarEntry entry = reader.next();
        assertEquals("sparse", entry.name);
        assertEquals(size, entry.size);
        assertNotNull(entry.sparse);
        byte[] stored = data(reader);
        int used = 0;
        int found = 0;
        for (int i = 0; i < entry.sparse.length; i += 2) {
            String text = "data at ";
            for (long place : places) {
                long offset = place - entry.sparse[i];
                if (offset >= 0 && offset < entry.sparse[i + 1]) {
                    String there = new String(stored, used + (int) offset, 24, StandardCharsets.UTF_8);
                    assertEquals(text + place, there.substring(0, (text + place).length()));
                    found++;
                }
            }
            used += (int) entry.sparse[i + 1];
        }
        assertEquals(places.size(), found);
        assertEquals(stored.length, used);
        assertEquals("after", reader.next().name);
        assertEquals("next", new String(data(reader), StandardCharsets.UTF_8));
    }

    @Test
    void numbersThatDoNotFitOctalDigitsAreRead() throws Exception {
        byte[] field = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1};
        assertEquals(3L << 32 | 1, TarHeader.number(field, 0, 12));
        byte[] negative = new byte[12];
        Arrays.fill(negative, (byte) 0xff);
        assertEquals(-1, TarHeader.number(negative, 0, 12));
        byte[] huge = {(byte) 0xbf, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
        assertThrows(TarFormatException.class, () -> TarHeader.number(huge, 0, 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "12.5", "-1.5", "1234567890.123456789", "-0.25", "5.1234567899"})
    void paxTimesAreRoundedDown(String text) throws Exception {
        TarEntry entry = new TarEntry();
        PaxRecords.time(entry, text);
        BigDecimal exact = new BigDecimal(text);
        BigDecimal floor = exact.setScale(9, RoundingMode.FLOOR);
        BigDecimal found = new BigDecimal(entry.mtimeSeconds).add(new BigDecimal(entry.mtimeNanos).movePointLeft(9));
        assertEquals(0, floor.compareTo(found), text + " became " + found);
    }

    @Test
    void whatTheWriterWritesIsRead() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        TarEntry entry = new TarEntry();
        entry.name = "x".repeat(300);
        entry.mtimeSeconds = -7;
        entry.mtimeNanos = 999_999_999;
        entry.uid = 4_000_000_000L;
        entry.xattrs.put("user.v", new byte[] {0, -1, 10, '='});
        entry.stored = 3;
        writer.begin(entry);
        writer.write("abc".getBytes(StandardCharsets.UTF_8), 0, 3);
        writer.finish();
        TarReader reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));
        TarEntry found = reader.next();
        assertEquals(entry.name, found.name);
        assertEquals(-7, found.mtimeSeconds);
        assertEquals(999_999_999, found.mtimeNanos);
        assertEquals(entry.uid, found.uid);
        assertArrayEquals(entry.xattrs.get("user.v"), found.xattrs.get("user.v"));
        assertEquals("abc", new String(data(reader), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11 path=a\n", "x path=a\n", "9 path=a", "9 pathaa\n", "99999999999 path=a\n", "5 =a\n\n"})
    void damagedPaxRecordsAreRefused(String records) {
        assertThrows(TarFormatException.class, () -> PaxRecords.parse(records.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void sparseMapsThatLieAreRefused() {
        TarEntry entry = new TarEntry();
        entry.size = 100;
        for (long[] map : new long[][] {{0, 10, 5, 10}, {90, 20}, {-1, 5}, {0, -5}, {0}, {Long.MAX_VALUE, 1}}) {
            entry.sparse = map;
            assertThrows(TarFormatException.class, () -> TarSparse.check(entry, 20));
        }
    }
}
