package io.jpod.support.namespace;

import io.jpod.api.JpodException;
import io.jpod.support.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * {@code pause.pid}: process id, start time (field 22 of {@code /proc/PID/stat}) and the words that the start script gives to
 * nsenter(1). A process that has another start time, or has ended, is not the pause process.
 */
public final class PauseFile {
    private final Path file;
    private final Path proc;

    public PauseFile(Path runtimeDirectory, Path proc) {
        this.file = runtimeDirectory.resolve("pause.pid");
        this.proc = proc;
    }

    public Path path() {
        return file;
    }

    /** The live pause process. */
    public OptionalInt find() {
        String[] words;
        try {
            words = Files.readString(file).trim().split(" ");
        } catch (IOException e) {
            return OptionalInt.empty();
        }
        if (words.length < 3) {
            return OptionalInt.empty();
        }
        try {
            int pid = Integer.parseInt(words[0]);
            return words[1].equals(startTime(pid)) ? OptionalInt.of(pid) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Records a process; {@code entry} holds {@code wdns} or {@code cd}, then nsenter's flags. */
    void write(int pid, String entry) {
        try {
            AtomicFile.writeVolatile(file, pid + " " + startTime(pid) + " " + entry + "\n");
        } catch (IOException e) {
            throw JpodException.host("writing " + file, e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw JpodException.host("removing " + file, e);
        }
    }

    /** Empty for a process that does not exist or is a zombie. */
    private String startTime(int pid) {
        try {
            String stat = Files.readString(proc.resolve(pid + "/stat"));
            // The name, in parentheses, may hold spaces and parentheses.
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean ended = words[0].equals("Z") || words[0].equals("X");
            return ended || words.length < 20 ? "" : words[19];
        } catch (IOException | StringIndexOutOfBoundsException e) {
            return "";
        }
    }
}
