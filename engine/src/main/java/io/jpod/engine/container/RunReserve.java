package io.jpod.engine.container;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Space that each running container takes in the runtime root while there is some. It is given back when that is full and a program
 * that knows of no such thing needs a few pages: the monitor, to record how the container ended, or the files of an exec session.
 */
final class RunReserve {
    private static final int SIZE = 32 * 1024;

    private final Path file;

    /** @param run the container's run directory */
    RunReserve(Path run) {
        this.file = run.resolve("reserve");
    }

    /** Takes the space if it is not taken; what there is not, or only half of it, is not kept. */
    void take() {
        if (file.toFile().exists()) {
            return;
        }
        try {
            Files.write(file, new byte[SIZE], StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            give();
        }
    }

    /** Gives the space back when little else is free. */
    void giveWhenFull() {
        // One system call, other than a FileStore.
        if (new File(file.getParent().toString()).getUsableSpace() < SIZE) {
            give();
        }
    }

    private void give() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It goes with the run directory.
            return;
        }
    }
}
