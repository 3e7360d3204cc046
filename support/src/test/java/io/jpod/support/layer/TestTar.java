package io.jpod.support.layer;

import io.jpod.support.posix.Posix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Builds archives, also such as no honest program writes. Files belong to the caller unless said otherwise. */
final class TestTar {
    static final long TIME = 1_500_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter writer = new TarWriter(bytes);
    private final Posix posix;

    TestTar(Posix posix) {
        this.posix = posix;
    }

    /** Changes an entry before it is written. */
    interface Change {
        void change(TarEntry entry);
    }

    TestTar entry(String name, char type, String text, Change change) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        TarEntry entry = new TarEntry();
        entry.name = name;
        entry.type = type;
        entry.mode = 0644;
        entry.uid = posix.getUid();
        entry.gid = posix.getGid();
        entry.mtimeSeconds = TIME;
        entry.stored = data.length;
        change.change(entry);
        try {
            writer.begin(entry);
            writer.write(data, 0, data.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TestTar file(String name, String text) {
        return entry(name, TarEntry.REGULAR, text, entry -> {});
    }

    TestTar directory(String name) {
        return entry(name, TarEntry.DIRECTORY, "", entry -> entry.mode = 0755);
    }

    TestTar symlink(String name, String target) {
        return entry(name, TarEntry.SYMLINK, "", entry -> entry.linkName = target);
    }

    TestTar hardLink(String name, String target) {
        return entry(name, TarEntry.HARD_LINK, "", entry -> entry.linkName = target);
    }

    byte[] bytes() {
        try {
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}
