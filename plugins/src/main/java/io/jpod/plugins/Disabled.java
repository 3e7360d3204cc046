package io.jpod.plugins;

import io.jpod.api.JpodException;
import io.jpod.support.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jars that a user does not want, one path a line; also those of folders that the user may not write. For one thread. */
public final class Disabled {
    private final Path file;
    private List<String> paths;

    Disabled(Path settings) {
        this.file = settings.resolve("plugins.disabled");
    }

    public boolean contains(Path jar) {
        return paths().contains(jar.toString());
    }

    public void add(Path jar) {
        List<String> changed = new ArrayList<>(paths());
        changed.add(jar.toString());
        write(changed);
    }

    public void remove(Path jar) {
        List<String> changed = new ArrayList<>(paths());
        if (changed.remove(jar.toString())) {
            write(changed);
        }
    }

    private List<String> paths() {
        if (paths == null) {
            try {
                paths = Files.readAllLines(file);
            } catch (NoSuchFileException e) {
                paths = List.of();
            } catch (IOException e) {
                throw JpodException.host("reading " + file, e);
            }
        }
        return paths;
    }

    private void write(List<String> changed) {
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.writeDurable(file, changed.isEmpty() ? "" : String.join("\n", changed) + "\n");
            paths = List.copyOf(changed);
        } catch (IOException e) {
            throw JpodException.host("writing " + file, e);
        }
    }
}
