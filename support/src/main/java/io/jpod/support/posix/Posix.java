package io.jpod.support.posix;

/**
 * System calls. Paths are UTF-8 (bytes that are not UTF-8 are told by surrogate escapes U+DC80 to U+DCFF, one per byte).
 * Descriptors opened here are close-on-exec. Calls interrupted by signals are repeated unless said otherwise. Where a name is
 * relative to a descriptor, the empty name is the descriptor's own file (also of one opened with {@link #O_PATH}). Thread-safe.
 */
public interface Posix {
    int AT_FDCWD = -100;

    int SOCK_STREAM = 1;
    int SOCK_DGRAM = 2;
    int SOCK_SEQPACKET = 5;

    int O_RDONLY = 0;
    int O_WRONLY = 1;
    int O_RDWR = 2;
    int O_CREAT = 0100;
    int O_EXCL = 0200;
    int O_NOCTTY = 0400;
    int O_TRUNC = 01000;
    int O_APPEND = 02000;
    int O_NONBLOCK = 04000;
    /** Portable here: implementations translate it to the architecture's value. */
    int O_DIRECTORY = 0200000;
    /** Portable here: implementations translate it to the architecture's value. */
    int O_NOFOLLOW = 0400000;

    int O_PATH = 010000000;

    /** openat2(2): no component may leave the directory. */
    long RESOLVE_BENEATH = 8;
    /** openat2(2): the directory is the root for absolute names, links and {@code ..}. */
    long RESOLVE_IN_ROOT = 16;
    /** openat2(2): no magic links such as /proc/self/fd/N. */
    long RESOLVE_NO_MAGICLINKS = 2;
    /** openat2(2): no symbolic links at all. */
    long RESOLVE_NO_SYMLINKS = 4;

    int AT_SYMLINK_NOFOLLOW = 0x100;
    int AT_REMOVEDIR = 0x200;
    int AT_EMPTY_PATH = 0x1000;

    long MS_RDONLY = 1;
    long MS_NOSUID = 2;
    long MS_NODEV = 4;
    long MS_NOEXEC = 8;
    long MS_REMOUNT = 32;
    long MS_BIND = 4096;
    long MS_REC = 16384;
    long MS_PRIVATE = 1 << 18;
    long MS_SLAVE = 1 << 19;
    long MS_SHARED = 1 << 20;
    int MNT_DETACH = 2;

    short POLLIN = 1;
    short POLLOUT = 4;
    short POLLERR = 8;
    short POLLHUP = 16;

    int WNOHANG = 1;

    int SEEK_SET = 0;
    int SEEK_CUR = 1;
    int SEEK_END = 2;
    int SEEK_DATA = 3;
    int SEEK_HOLE = 4;

    int LOCK_SH = 1;
    int LOCK_EX = 2;
    int LOCK_NB = 4;
    int LOCK_UN = 8;

    // Descriptors

    int open(int directory, String path, int flags, int mode) throws PosixException;

    /** openat2(2) with a {@code RESOLVE_…} set; ENOSYS on kernels before 5.6. */
    int openResolving(int directory, String path, int flags, int mode, long resolve) throws PosixException;

    void close(int descriptor);

    /** @return how many bytes, 0 at the end */
    int read(int descriptor, byte[] buffer, int offset, int length) throws PosixException;

    /** @return how many bytes were taken, at least 1 */
    int write(int descriptor, byte[] buffer, int offset, int length) throws PosixException;

    /** @return read end and write end, both close-on-exec */
    int[] pipe() throws PosixException;

    void setCloseOnExec(int descriptor, boolean value) throws PosixException;

    void fsync(int descriptor) throws PosixException;

    void ftruncate(int descriptor, long length) throws PosixException;

    /**
     * lseek(2).
     *
     * @param whence one of {@code SEEK_…}; with {@link #SEEK_DATA} and {@link #SEEK_HOLE} ENXIO past the last data
     * @return the new position
     */
    long seek(int descriptor, long offset, int whence) throws PosixException;

    /**
     * copy_file_range(2) at the positions of both descriptors.
     *
     * @return how many bytes were copied, 0 at the end; EXDEV, EINVAL, ENOSYS or EOPNOTSUPP where the kernel cannot
     */
    long copyRange(int from, int to, long length) throws PosixException;

    /** syncfs(2): all data of the file system that the descriptor is on. */
    void syncFileSystem(int descriptor) throws PosixException;

    /** poll(2); not repeated when interrupted: returns 0 then. */
    int poll(int[] descriptors, short[] events, short[] ready, int timeoutMillis) throws PosixException;

    /** flock(2). */
    void flock(int descriptor, int operation) throws PosixException;

    // Files

    FileStatus stat(int directory, String path, int flags) throws PosixException;

    String readLink(int directory, String path) throws PosixException;

    void makeDirectory(int directory, String path, int mode) throws PosixException;

    void makeNode(int directory, String path, int mode, long device) throws PosixException;

    void symlink(String target, int directory, String path) throws PosixException;

    /** linkat(2) that does not follow a symbolic link at {@code from}. */
    void link(int fromDirectory, String from, int toDirectory, String to) throws PosixException;

    void unlink(int directory, String path, int flags) throws PosixException;

    void rename(int fromDirectory, String from, int toDirectory, String to) throws PosixException;

    void changeOwner(int directory, String path, long uid, long gid, int flags) throws PosixException;

    /** chmod that follows no symbolic link. */
    void changeMode(int directory, String path, int mode) throws PosixException;

    /** Sets access and modification time, not following a symbolic link. */
    void setTimes(int directory, String path, long seconds, int nanos) throws PosixException;

    /** Names in a directory, without {@code .} and {@code ..}; raw bytes as said at the top. */
    String[] list(int directoryDescriptor) throws PosixException;

    void setXattr(int directory, String path, String name, byte[] value) throws PosixException;

    /** @return null when the attribute does not exist */
    byte[] getXattr(int directory, String path, String name) throws PosixException;

    String[] listXattrs(int directory, String path) throws PosixException;

    void removeXattr(int directory, String path, String name) throws PosixException;

    /** The {@code f_type} of statfs(2). */
    long fileSystemType(String path) throws PosixException;

    // Mounts

    void mount(String source, String target, String type, long flags, String data) throws PosixException;

    void unmount(String target, int flags) throws PosixException;

    // Processes

    /**
     * fork(2) and execve(2) with exactly the descriptors named, no signal blocked and none ignored but SIGHUP and SIGINT where the
     * engine itself was started so.
     *
     * @param program absolute path
     * @param directory working directory, or null for the caller's
     * @param descriptors pairs: number in the child, number here; all others are closed in the child
     * @param newSession true for a session of its own (setsid)
     * @return process id
     */
    int spawn(
            String program,
            String[] argv,
            String[] environment,
            String directory,
            int[] descriptors,
            boolean newSession)
            throws PosixException;

    /**
     * waitpid(2) decoded.
     *
     * @return the exit code, 128 plus the number of the signal that ended it, or -1 with {@link #WNOHANG} while it runs
     */
    int waitFor(int pid, int options) throws PosixException;

    void kill(int pid, int signal) throws PosixException;

    /** pidfd_open(2): a descriptor that becomes readable when the process ends; ESRCH when there is none. */
    int openProcess(int pid) throws PosixException;

    /** Replaces this process (execve); returns only by throwing. */
    void exec(String program, String[] argv, String[] environment) throws PosixException;

    /**
     * setns(2) into a network namespace, for the calling thread only. There is seldom a way back: for a thread that does what it has
     * to do there and ends.
     *
     * @param descriptor of {@code /proc/PID/ns/net}
     */
    void enterNetworkNamespace(int descriptor) throws PosixException;

    int getPid();

    int getUid();

    int getGid();

    int getEuid();

    void changeDirectory(String path) throws PosixException;

    int setUmask(int mask);

    /** Seconds that local time is ahead of UTC at a moment, as localtime(3) tells by {@code TZ} and /etc/localtime. */
    int localOffset(long epochSecond);

    /** What local time is called at a moment: {@code CET}. */
    String localZoneName(long epochSecond);

    // Signals, terminals, sockets

    /**
     * From now on these signals do nothing but make their number readable, one byte each, from the returned descriptor. The JNA
     * implementation cannot take SIGQUIT and SIGUSR2, which the virtual machine keeps: there they are left as they are.
     */
    int signalPipe(int... signals) throws PosixException;

    boolean isTerminal(int descriptor);

    /** The terminal's settings, opaque. */
    byte[] terminalSettings(int descriptor) throws PosixException;

    void setTerminalSettings(int descriptor, byte[] settings) throws PosixException;

    /** cfmakeraw(3). */
    void makeRaw(int descriptor) throws PosixException;

    /** @return rows and columns */
    int[] windowSize(int descriptor) throws PosixException;

    void setWindowSize(int descriptor, int rows, int columns) throws PosixException;

    /** Connects an AF_UNIX SOCK_SEQPACKET socket; a path longer than sun_path is reached by way of /proc/self/fd. */
    int connectSeqpacket(String path) throws PosixException;

    /** Connects an AF_UNIX SOCK_STREAM socket, as {@link #connectSeqpacket}. */
    int connectStream(String path) throws PosixException;

    /** Connects an AF_UNIX SOCK_DGRAM socket, as {@link #connectSeqpacket}. */
    int connectDatagram(String path) throws PosixException;

    /** shutdown(2) of one direction: 0 reading, 1 writing, 2 both. */
    void shutdown(int descriptor, int how) throws PosixException;

    /**
     * Takes an Internet port on this machine: socket, bind and, for a stream, listen.
     *
     * @param address four bytes, or sixteen for IPv6 only; all zero for every address
     * @param port 0 for any free one, see {@link #localPort}
     */
    int bindPort(byte[] address, int port, boolean datagram) throws PosixException;

    /** The port of a socket made by {@link #bindPort}. */
    int localPort(int descriptor) throws PosixException;
}
