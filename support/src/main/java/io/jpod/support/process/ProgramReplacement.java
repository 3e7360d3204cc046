package io.jpod.support.process;

import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts another program in the place of this one. The caller's descriptors stay open in it; those of the Java machine do not, which opens
 * its modules and the jars of the class path without close-on-exec.
 */
public final class ProgramReplacement {
    private static final int STDERR = 2;

    private final Posix posix;
    private final List<Path> owned;

    /** @param owned directories whose open files belong to the Java machine */
    ProgramReplacement(Posix posix, List<Path> owned) {
        this.posix = posix;
        this.owned = List.copyOf(owned);
    }

    /** Closes what is open below {@code java.home} and beside the jars of {@code java.class.path}. */
    public static ProgramReplacement of(Posix posix) {
        List<Path> owned = new ArrayList<>();
        owned.add(Path.of(System.getProperty("java.home")));
        for (String entry : System.getProperty("java.class.path", "").split(":")) {
            Path directory = Path.of(entry).toAbsolutePath().getParent();
            if (entry.endsWith(".jar") && directory != null) {
                owned.add(directory);
            }
        }
        return new ProgramReplacement(posix, owned);
    }

    /** execve(2); returns only by throwing. */
    public void exec(String program, String[] argv, String[] environment) throws PosixException {
        closeOwn();
        posix.exec(program, argv, environment);
    }

    private void closeOwn() throws PosixException {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open) {
                int number = Integer.parseInt(descriptor.getFileName().toString());
                if (number > STDERR && isOwned(descriptor)) {
                    posix.setCloseOnExec(number, true);
                }
            }
        } catch (IOException e) {
            // Without /proc nothing can be told apart; open files do no harm to the program.
            return;
        }
    }

    private boolean isOwned(Path descriptor) {
        try {
            Path target = Files.readSymbolicLink(descriptor);
            for (Path directory : owned) {
                if (target.startsWith(directory)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
