package io.jpod.session;

import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.Arrays;
import java.util.List;

/**
 * System calls as the caller would make them. The caller starts and reaps child processes and catches signals; descriptors 0 to 2 are its
 * own; of {@code /proc/self} what differs between two processes of one user is the caller's. Relative names are not opened: commands
 * resolve names by the caller's directory. A wait ends with {@link CallerGone} when the caller does. Thread-safe.
 */
final class CallerPosix extends ForwardingPosix {
    private static final String SELF = "/proc/self/";
    private static final List<String> OWN = List.of("cgroup", "limits", "status", "stat", "oom_score_adj", "loginuid");
    private static final int CANCELLED = 125;

    private final Conversation caller;
    private final int[] standard;
    private final String process;

    /** @param standard the caller's descriptors 0 to 2, by their numbers here */
    CallerPosix(Posix posix, Conversation caller, int pid, int... standard) {
        super(posix);
        this.caller = caller;
        this.standard = standard;
        this.process = "/proc/" + pid + "/";
    }

    private int here(int descriptor) {
        return descriptor >= 0 && descriptor < standard.length ? standard[descriptor] : descriptor;
    }

    private static String absolute(int directory, String path, String call) throws PosixException {
        if (directory == AT_FDCWD && !path.startsWith("/")) {
            throw new PosixException(call, path, Errno.ENOENT);
        }
        return path;
    }

    @Override
    public int open(int directory, String path, int flags, int mode) throws PosixException {
        absolute(directory, path, "open");
        if (path.startsWith(SELF) && OWN.contains(path.substring(SELF.length()))) {
            return posix.open(directory, process + path.substring(SELF.length()), flags, mode);
        }
        return posix.open(here(directory), path, flags, mode);
    }

    /** The caller's streams stay open until the command has ended. */
    @Override
    public void close(int descriptor) {
        if (descriptor < 0 || descriptor >= standard.length) {
            posix.close(descriptor);
        }
    }

    @Override
    public int read(int descriptor, byte[] buffer, int offset, int length) throws PosixException {
        return posix.read(here(descriptor), buffer, offset, length);
    }

    @Override
    public int write(int descriptor, byte[] buffer, int offset, int length) throws PosixException {
        if (descriptor >= 0 && descriptor < standard.length) {
            caller.check();
            if (caller.isDropped()) {
                return length;
            }
        }
        return posix.write(here(descriptor), buffer, offset, length);
    }

    @Override
    public int poll(int[] descriptors, short[] events, short[] ready, int timeoutMillis) throws PosixException {
        int count = descriptors.length;
        int[] all = Arrays.copyOf(descriptors, count + 1);
        for (int i = 0; i < count; i++) {
            all[i] = here(all[i]);
        }
        all[count] = caller.end();
        short[] wanted = Arrays.copyOf(events, count + 1);
        wanted[count] = POLLIN;
        short[] found = new short[count + 1];
        int result = posix.poll(all, wanted, found, timeoutMillis);
        if (result > 0 && found[count] != 0) {
            throw new CallerGone();
        }
        System.arraycopy(found, 0, ready, 0, count);
        return result;
    }

    @Override
    public int spawn(
            String program,
            String[] argv,
            String[] environment,
            String directory,
            int[] descriptors,
            boolean newSession)
            throws PosixException {
        int[] numbers = new int[descriptors.length / 2];
        int[] passed = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = descriptors[2 * i];
            passed[i] = here(descriptors[2 * i + 1]);
        }
        String place = directory == null ? "" : directory;
        int result = caller.spawn(program, argv, environment, place, numbers, passed, newSession);
        if (result < 0) {
            throw new PosixException("exec", program, -result);
        }
        return result;
    }

    @Override
    public int waitFor(int pid, int options) throws PosixException {
        return caller.waitFor(pid, (options & WNOHANG) != 0);
    }

    @Override
    public int signalPipe(int... signals) throws PosixException {
        return caller.catchSignals(signals);
    }

    /** The mode of what is made is always meant as it is written; the caller's children have the same mask. */
    @Override
    public int setUmask(int mask) {
        return 0022;
    }

    @Override
    public int getPid() {
        return caller.pid();
    }

    @Override
    public void exec(String program, String[] argv, String[] environment) throws PosixException {
        throw new PosixException("exec", program, CANCELLED);
    }

    @Override
    public void changeDirectory(String path) throws PosixException {
        throw new PosixException("chdir", path, CANCELLED);
    }

    @Override
    public boolean isTerminal(int descriptor) {
        return posix.isTerminal(here(descriptor));
    }

    @Override
    public byte[] terminalSettings(int descriptor) throws PosixException {
        return posix.terminalSettings(here(descriptor));
    }

    @Override
    public void setTerminalSettings(int descriptor, byte[] settings) throws PosixException {
        posix.setTerminalSettings(here(descriptor), settings);
    }

    @Override
    public void makeRaw(int descriptor) throws PosixException {
        posix.makeRaw(here(descriptor));
    }

    @Override
    public int[] windowSize(int descriptor) throws PosixException {
        return posix.windowSize(here(descriptor));
    }
}
