package io.jpod.support.posix;

/** Terminal settings of {@link JnaPosix}. */
final class JnaTerminals {
    /** At least the size of glibc's {@code struct termios}, 60. */
    private static final int SETTINGS_SIZE = 64;

    private static final long TIOCGWINSZ = 0x5413;
    private static final long TIOCSWINSZ = 0x5414;

    private final JnaCalls libc;

    JnaTerminals(JnaCalls libc) {
        this.libc = libc;
    }

    byte[] settings(int descriptor) throws PosixException {
        byte[] settings = new byte[SETTINGS_SIZE];
        JnaPosix.check(libc.call("tcgetattr", descriptor, settings), "tcgetattr", descriptor);
        return settings;
    }

    void setSettings(int descriptor, byte[] settings) throws PosixException {
        if (settings.length != SETTINGS_SIZE) {
            throw new PosixException("tcsetattr", "fd " + descriptor, Errno.EINVAL);
        }
        JnaPosix.check(libc.retry("tcsetattr", descriptor, 0, settings), "tcsetattr", descriptor);
    }

    void makeRaw(int descriptor) throws PosixException {
        byte[] settings = settings(descriptor);
        libc.plain("cfmakeraw", (Object) settings);
        setSettings(descriptor, settings);
    }

    int[] windowSize(int descriptor) throws PosixException {
        short[] size = new short[4];
        JnaPosix.check(libc.call("ioctl", descriptor, TIOCGWINSZ, size), "ioctl TIOCGWINSZ", descriptor);
        return new int[] {size[0] & 0xffff, size[1] & 0xffff};
    }

    void setWindowSize(int descriptor, int rows, int columns) throws PosixException {
        short[] size = {(short) rows, (short) columns, 0, 0};
        JnaPosix.check(libc.call("ioctl", descriptor, TIOCSWINSZ, size), "ioctl TIOCSWINSZ", descriptor);
    }
}
