package io.jpod.session;

import io.jpod.support.posix.FrameSocket;
import io.jpod.support.posix.FrameSocket.Frame;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The sessions of a user, of every build, seen from outside. */
public final class SessionControl {
    private static final int PATIENCE_MILLIS = 5000;

    private final Posix posix;
    private final Path directory;

    /** @param directory the user's runtime directory */
    public SessionControl(Posix posix, Path directory) {
        this.posix = posix;
        this.directory = directory;
    }

    /** One line for each session that answers. */
    public List<String> status() {
        return ask(Frames.STATUS);
    }

    /** Tells all to take no more callers, and to end with the commands they run; one line for each. */
    public List<String> stop() {
        return ask(Frames.STOP);
    }

    private List<String> ask(int question) {
        List<String> answers = new ArrayList<>();
        String[] names = directory.toFile().list();
        if (names != null) {
            Arrays.sort(names);
            for (String name : names) {
                if (name.startsWith("session-") && name.endsWith(".sock")) {
                    ask(question, directory.resolve(name).toString()).ifPresent(answers::add);
                }
            }
        }
        return answers;
    }

    /** Empty where nobody listens: what a session that was killed left. */
    private Optional<String> ask(int question, String path) {
        try (FrameSocket socket = FrameSocket.connect(posix, path)) {
            socket.send(question, FrameSocket.body(0));
            short[] ready = new short[1];
            int[] descriptors = {socket.descriptor()};
            if (posix.poll(descriptors, new short[] {Posix.POLLIN}, ready, PATIENCE_MILLIS) == 0) {
                return Optional.of(path + " does not answer");
            }
            Optional<Frame> frame = socket.receive();
            return frame.isEmpty()
                    ? Optional.empty()
                    : Optional.of(FrameSocket.strings(frame.get().body())[0]);
        } catch (PosixException e) {
            return Optional.empty();
        }
    }
}
