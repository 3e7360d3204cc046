package io.jpod.support.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** System calls by way of JNA, for machines where the native library was not built. For 64-bit Linux with glibc 2.30 or newer. */
final class JnaPosix implements Posix {
    private static final int O_CLOEXEC = 02000000;
    private static final int SYS_PIDFD_OPEN = 434;
    private static final int SYS_OPENAT2 = 437;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int F_SETFD = 2;
    private static final int CHUNK = 65536;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int TM_GMTOFF = 40;
    private static final int TM_ZONE = 48;
    private static final int TM_SIZE = 56;

    private final JnaCalls libc = new JnaCalls();
    private final JnaSockets sockets = new JnaSockets(libc);
    private final JnaTerminals terminals = new JnaTerminals(libc);
    private final JnaProcesses processes = new JnaProcesses(libc, this);

    static byte[] encode(String text, String call) throws PosixException {
        return ByteStrings.encode(text, call);
    }

    static int check(int result, String call, String object) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, object, -result);
        }
        return result;
    }

    static int check(int result, String call, int descriptor) throws PosixException {
        return check(result, call, "fd " + descriptor);
    }

    private static int nativeFlags(int flags) {
        int result = flags & ~(O_DIRECTORY | O_NOFOLLOW) | O_CLOEXEC;
        String machine = System.getProperty("os.arch", "");
        boolean swapped = machine.equals("aarch64") || machine.startsWith("arm") || machine.startsWith("ppc");
        if ((flags & O_DIRECTORY) != 0) {
            result |= swapped ? 040000 : 0200000;
        }
        if ((flags & O_NOFOLLOW) != 0) {
            result |= swapped ? 0100000 : 0400000;
        }
        return result;
    }

    @Override
    public int open(int directory, String path, int flags, int mode) throws PosixException {
        return check(libc.retry("openat", directory, encode(path, "open"), nativeFlags(flags), mode), "open", path);
    }

    @Override
    public int openResolving(int directory, String path, int flags, int mode, long resolve) throws PosixException {
        Memory how = new Memory(24);
        how.setLong(0, nativeFlags(flags) & 0xffffffffL);
        how.setLong(8, (flags & O_CREAT) != 0 ? mode : 0);
        how.setLong(16, resolve);
        byte[] name = encode(path, "openat2");
        int result;
        int attempts = 64;
        do {
            result = libc.retry("syscall", (long) SYS_OPENAT2, (long) directory, name, how, 24L);
        } while (result == -Errno.EAGAIN && --attempts > 0);
        return check(result, "openat2", path);
    }

    @Override
    public void close(int descriptor) {
        libc.plain("close", descriptor);
    }

    @Override
    public int read(int descriptor, byte[] buffer, int offset, int length) throws PosixException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        byte[] chunk = new byte[Math.min(length, CHUNK)];
        int count = (int) libc.retryLong("read", descriptor, chunk, (long) chunk.length);
        check(count, "read", descriptor);
        System.arraycopy(chunk, 0, buffer, offset, count);
        return count;
    }

    @Override
    public int write(int descriptor, byte[] buffer, int offset, int length) throws PosixException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        byte[] chunk = new byte[Math.min(length, CHUNK)];
        System.arraycopy(buffer, offset, chunk, 0, chunk.length);
        return check((int) libc.retryLong("write", descriptor, chunk, (long) chunk.length), "write", descriptor);
    }

    @Override
    public int[] pipe() throws PosixException {
        int[] ends = new int[2];
        check(libc.call("pipe2", ends, O_CLOEXEC), "pipe", "");
        return ends;
    }

    @Override
    public void setCloseOnExec(int descriptor, boolean value) throws PosixException {
        check(libc.call("fcntl", descriptor, F_SETFD, value ? 1 : 0), "fcntl", descriptor);
    }

    @Override
    public void fsync(int descriptor) throws PosixException {
        check(libc.retry("fsync", descriptor), "fsync", descriptor);
    }

    @Override
    public long seek(int descriptor, long offset, int whence) throws PosixException {
        long position = libc.retryLong("lseek", descriptor, offset, whence);
        check((int) Math.min(position, 0), "lseek", descriptor);
        return position;
    }

    @Override
    public long copyRange(int from, int to, long length) throws PosixException {
        long count = libc.retryLong("copy_file_range", from, null, to, null, length, 0);
        check((int) Math.min(count, 0), "copy_file_range", from);
        return count;
    }

    @Override
    public void syncFileSystem(int descriptor) throws PosixException {
        check(libc.retry("syncfs", descriptor), "syncfs", descriptor);
    }

    @Override
    public void ftruncate(int descriptor, long length) throws PosixException {
        check(libc.retry("ftruncate", descriptor, length), "ftruncate", descriptor);
    }

    @Override
    public int poll(int[] descriptors, short[] events, short[] ready, int timeoutMillis) throws PosixException {
        int count = descriptors.length;
        if (events.length != count || ready.length != count) {
            throw new PosixException("poll", "", Errno.EINVAL);
        }
        Memory set = new Memory(Math.max(8, 8L * count));
        for (int i = 0; i < count; i++) {
            set.setInt(8L * i, descriptors[i]);
            set.setShort(8L * i + 4, events[i]);
            set.setShort(8L * i + 6, (short) 0);
        }
        int result = libc.call("poll", set, (long) count, timeoutMillis);
        if (result == -Errno.EINTR) {
            result = 0;
        }
        check(result, "poll", "");
        for (int i = 0; i < count; i++) {
            ready[i] = result > 0 ? set.getShort(8L * i + 6) : 0;
        }
        return result;
    }

    @Override
    public void flock(int descriptor, int operation) throws PosixException {
        check(libc.retry("flock", descriptor, operation), "flock", descriptor);
    }

    private static int emptyPath(int directory, String path) {
        return path.isEmpty() && directory != AT_FDCWD ? AT_EMPTY_PATH : 0;
    }

    @Override
    public FileStatus stat(int directory, String path, int flags) throws PosixException {
        Memory st = new Memory(256);
        int all = flags | emptyPath(directory, path);
        check(libc.retry("statx", directory, encode(path, "stat"), all, STATX_BASIC_STATS, st), "stat", path);
        return new FileStatus(
                st.getShort(28) & 0xffff,
                st.getInt(20) & 0xffffffffL,
                st.getInt(24) & 0xffffffffL,
                st.getLong(40),
                FileStatus.makeDevice(st.getInt(136), st.getInt(140)),
                st.getLong(32),
                st.getInt(16) & 0xffffffffL,
                FileStatus.makeDevice(st.getInt(128), st.getInt(132)),
                st.getLong(112),
                st.getInt(120),
                st.getLong(48));
    }

    @Override
    public String readLink(int directory, String path) throws PosixException {
        byte[] target = new byte[4096];
        byte[] name = encode(path, "readlink");
        int length = (int) libc.retryLong("readlinkat", directory, name, target, (long) target.length);
        check(length, "readlink", path);
        return ByteStrings.decode(target, 0, length);
    }

    @Override
    public void makeDirectory(int directory, String path, int mode) throws PosixException {
        check(libc.call("mkdirat", directory, encode(path, "mkdir"), mode), "mkdir", path);
    }

    @Override
    public void makeNode(int directory, String path, int mode, long device) throws PosixException {
        byte[] name = encode(path, "mknod");
        int result;
        if (libc.has("mknodat")) {
            result = libc.call("mknodat", directory, name, mode, device);
        } else { // glibc before 2.33
            result = libc.call("__xmknodat", 0, directory, name, mode, new long[] {device});
        }
        check(result, "mknod", path);
    }

    @Override
    public void symlink(String target, int directory, String path) throws PosixException {
        check(libc.call("symlinkat", encode(target, "symlink"), directory, encode(path, "symlink")), "symlink", path);
    }

    @Override
    public void link(int fromDirectory, String from, int toDirectory, String to) throws PosixException {
        byte[] source = encode(from, "link");
        check(libc.call("linkat", fromDirectory, source, toDirectory, encode(to, "link"), 0), "link", to);
    }

    @Override
    public void unlink(int directory, String path, int flags) throws PosixException {
        check(libc.call("unlinkat", directory, encode(path, "unlink"), flags), "unlink", path);
    }

    @Override
    public void rename(int fromDirectory, String from, int toDirectory, String to) throws PosixException {
        byte[] source = encode(from, "rename");
        check(libc.call("renameat", fromDirectory, source, toDirectory, encode(to, "rename")), "rename", from);
    }

    @Override
    public void changeOwner(int directory, String path, long uid, long gid, int flags) throws PosixException {
        int all = flags | emptyPath(directory, path);
        check(libc.call("fchownat", directory, encode(path, "chown"), (int) uid, (int) gid, all), "chown", path);
    }

    @Override
    public void changeMode(int directory, String path, int mode) throws PosixException {
        int result;
        if (emptyPath(directory, path) == 0) {
            result = libc.call("fchmodat", directory, encode(path, "chmod"), mode, AT_SYMLINK_NOFOLLOW);
        } else {
            result = libc.call("fchmod", directory, mode);
            if (result == -Errno.EBADF) { // O_PATH
                result = libc.call("chmod", encode("/proc/self/fd/" + directory, "chmod"), mode);
            }
        }
        check(result, "chmod", path);
    }

    @Override
    public void setTimes(int directory, String path, long seconds, int nanos) throws PosixException {
        long[] times = {seconds, nanos, seconds, nanos};
        int result;
        if (emptyPath(directory, path) == 0) {
            result = libc.call("utimensat", directory, encode(path, "utimensat"), times, AT_SYMLINK_NOFOLLOW);
        } else {
            result = libc.call("utimensat", AT_FDCWD, encode("/proc/self/fd/" + directory, "utimensat"), times, 0);
        }
        check(result, "utimensat", path);
    }

    @Override
    public String[] list(int directoryDescriptor) throws PosixException {
        List<String> names = new ArrayList<>();
        int own = open(directoryDescriptor, ".", O_RDONLY | O_DIRECTORY, 0);
        try {
            byte[] buffer = new byte[CHUNK];
            while (true) {
                int length = (int) libc.retryLong("getdents64", own, buffer, (long) buffer.length);
                if (check(length, "readdir", directoryDescriptor) == 0) {
                    return names.toArray(new String[0]);
                }
                collectNames(buffer, length, names);
            }
        } finally {
            close(own);
        }
    }

    /** Reads entries of the kernel's {@code linux_dirent64}: the length at 16, the name from 19. */
    private static void collectNames(byte[] buffer, int length, List<String> names) {
        java.nio.ByteBuffer entries = java.nio.ByteBuffer.wrap(buffer).order(java.nio.ByteOrder.nativeOrder());
        for (int at = 0; at < length; at += entries.getShort(at + 16) & 0xffff) {
            int end = at + 19;
            while (buffer[end] != 0) {
                end++;
            }
            String name = ByteStrings.decode(buffer, at + 19, end);
            if (!name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
        }
    }

    /** There is no setxattrat before Linux 6.13: a name relative to a descriptor goes by way of /proc. */
    private static byte[] xattrPath(int directory, String path, String call) throws PosixException {
        if (directory == AT_FDCWD || path.startsWith("/")) {
            return encode(path, call);
        }
        return encode("/proc/self/fd/" + directory + (path.isEmpty() ? "" : "/" + path), call);
    }

    private static String xattrCall(String call, int directory, String path) {
        return emptyPath(directory, path) == 0 ? "l" + call : call;
    }

    @Override
    public void setXattr(int directory, String path, String name, byte[] value) throws PosixException {
        byte[] attribute = encode(name, "setxattr");
        byte[] content = value.length == 0 ? new byte[1] : value;
        String function = xattrCall("setxattr", directory, path);
        byte[] file = xattrPath(directory, path, "setxattr");
        check(libc.call(function, file, attribute, content, (long) value.length, 0), "setxattr", path);
    }

    @Override
    public byte[] getXattr(int directory, String path, String name) throws PosixException {
        byte[] attribute = encode(name, "getxattr");
        byte[] value = new byte[CHUNK];
        String function = xattrCall("getxattr", directory, path);
        byte[] file = xattrPath(directory, path, "getxattr");
        int length = (int) libc.retryLong(function, file, attribute, value, (long) value.length);
        if (length == -Errno.ENODATA) {
            return null;
        }
        check(length, "getxattr", path);
        return java.util.Arrays.copyOf(value, length);
    }

    @Override
    public String[] listXattrs(int directory, String path) throws PosixException {
        byte[] names = new byte[CHUNK];
        String function = xattrCall("listxattr", directory, path);
        byte[] file = xattrPath(directory, path, "listxattr");
        int length = (int) libc.retryLong(function, file, names, (long) names.length);
        check(length, "listxattr", path);
        return ByteStrings.split(java.util.Arrays.copyOf(names, length));
    }

    @Override
    public void removeXattr(int directory, String path, String name) throws PosixException {
        byte[] attribute = encode(name, "removexattr");
        String function = xattrCall("removexattr", directory, path);
        check(libc.call(function, xattrPath(directory, path, "removexattr"), attribute), "removexattr", path);
    }

    @Override
    public long fileSystemType(String path) throws PosixException {
        Memory fs = new Memory(256);
        check(libc.retry("statfs", encode(path, "statfs"), fs), "statfs", path);
        return fs.getLong(0) & 0xffffffffL;
    }

    @Override
    public void mount(String source, String target, String type, long flags, String data) throws PosixException {
        byte[] from = source == null ? null : encode(source, "mount");
        byte[] kind = type == null ? null : encode(type, "mount");
        byte[] options = data == null ? null : encode(data, "mount");
        check(libc.call("mount", from, encode(target, "mount"), kind, flags, options), "mount", target);
    }

    @Override
    public void unmount(String target, int flags) throws PosixException {
        check(libc.call("umount2", encode(target, "umount"), flags), "umount", target);
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
        return processes.spawn(program, argv, environment, directory, descriptors, newSession);
    }

    @Override
    public int waitFor(int pid, int options) throws PosixException {
        int[] status = new int[1];
        int ended = libc.retry("waitpid", pid, status, options);
        check(ended, "waitpid", Integer.toString(pid));
        if (ended == 0) {
            return -1;
        }
        int signal = status[0] & 0x7f;
        return signal != 0 ? 128 + signal : status[0] >> 8 & 0xff;
    }

    @Override
    public void kill(int pid, int signal) throws PosixException {
        check(libc.call("kill", pid, signal), "kill", Integer.toString(pid));
    }

    @Override
    public int openProcess(int pid) throws PosixException {
        int result = libc.call("syscall", (long) SYS_PIDFD_OPEN, (long) pid, 0L);
        return check(result, "pidfd_open", Integer.toString(pid));
    }

    @Override
    public void exec(String program, String[] argv, String[] environment) throws PosixException {
        processes.exec(program, argv, environment);
    }

    @Override
    public void enterNetworkNamespace(int descriptor) throws PosixException {
        check(libc.call("setns", descriptor, CLONE_NEWNET), "setns", descriptor);
    }

    @Override
    public int getPid() {
        return libc.plain("getpid");
    }

    @Override
    public int getUid() {
        return libc.plain("getuid");
    }

    @Override
    public int getGid() {
        return libc.plain("getgid");
    }

    @Override
    public int getEuid() {
        return libc.plain("geteuid");
    }

    @Override
    public void changeDirectory(String path) throws PosixException {
        check(libc.call("chdir", encode(path, "chdir")), "chdir", path);
    }

    @Override
    public int setUmask(int mask) {
        return libc.plain("umask", mask);
    }

    @Override
    public int localOffset(long epochSecond) {
        Memory fields = localTime(epochSecond);
        return fields == null ? 0 : (int) fields.getLong(TM_GMTOFF);
    }

    @Override
    public String localZoneName(long epochSecond) {
        Memory fields = localTime(epochSecond);
        return fields == null ? "UTC" : fields.getPointer(TM_ZONE).getString(0, "UTF-8");
    }

    /** A struct tm; null for what it cannot hold. */
    private Memory localTime(long epochSecond) {
        Memory seconds = new Memory(Long.BYTES);
        seconds.setLong(0, epochSecond);
        Memory fields = new Memory(TM_SIZE);
        libc.plain("tzset");
        return libc.pointer("localtime_r", seconds, fields) == null ? null : fields;
    }

    @Override
    public int signalPipe(int... signals) throws PosixException {
        int[] ends = pipe();
        new JnaSignals(this, ends[1]).take(signals);
        return ends[0];
    }

    @Override
    public boolean isTerminal(int descriptor) {
        return libc.plain("isatty", descriptor) == 1;
    }

    @Override
    public byte[] terminalSettings(int descriptor) throws PosixException {
        return terminals.settings(descriptor);
    }

    @Override
    public void setTerminalSettings(int descriptor, byte[] settings) throws PosixException {
        terminals.setSettings(descriptor, settings);
    }

    @Override
    public void makeRaw(int descriptor) throws PosixException {
        terminals.makeRaw(descriptor);
    }

    @Override
    public int[] windowSize(int descriptor) throws PosixException {
        return terminals.windowSize(descriptor);
    }

    @Override
    public void setWindowSize(int descriptor, int rows, int columns) throws PosixException {
        terminals.setWindowSize(descriptor, rows, columns);
    }

    @Override
    public int connectSeqpacket(String path) throws PosixException {
        return sockets.connect(this, path, SOCK_SEQPACKET);
    }

    @Override
    public int connectStream(String path) throws PosixException {
        return sockets.connect(this, path, SOCK_STREAM);
    }

    @Override
    public int connectDatagram(String path) throws PosixException {
        return sockets.connect(this, path, SOCK_DGRAM);
    }

    @Override
    public void shutdown(int descriptor, int how) throws PosixException {
        check(libc.call("shutdown", descriptor, how), "shutdown", descriptor);
    }

    @Override
    public int bindPort(byte[] address, int port, boolean datagram) throws PosixException {
        return sockets.bindPort(this, address, port, datagram);
    }

    @Override
    public int localPort(int descriptor) throws PosixException {
        return sockets.localPort(descriptor);
    }

    /** A vector of C strings that ends with NULL, in one block. */
    static Memory vector(String[] texts, String call) throws PosixException {
        byte[] content = ByteStrings.encodeAll(texts, call);
        long table = (long) com.sun.jna.Native.POINTER_SIZE * (texts.length + 1);
        Memory block = new Memory(table + content.length + 1);
        block.write(table, content, 0, content.length);
        long at = table;
        for (int i = 0; i < texts.length; i++) {
            Pointer word = block.share(at);
            block.setPointer((long) com.sun.jna.Native.POINTER_SIZE * i, word);
            at += word.getString(0, StandardCharsets.ISO_8859_1.name()).length() + 1;
        }
        block.setPointer((long) com.sun.jna.Native.POINTER_SIZE * texts.length, Pointer.NULL);
        return block;
    }
}
