package io.jpod.support.posix;

import java.util.Objects;

/** System calls by way of the library in {@code src/main/c}, which returns minus errno where a call fails. */
final class JniPosix implements Posix {
    /**
     * Loads the library.
     *
     * @throws UnsatisfiedLinkError when the file is not there or not for this machine
     */
    JniPosix(String library) {
        System.load(library);
    }

    private static byte[] encode(String text, String call) throws PosixException {
        return ByteStrings.encode(text, call);
    }

    private static int check(int result, String call, String object) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, object, -result);
        }
        return result;
    }

    private static int check(int result, String call, int descriptor) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, "fd " + descriptor, -result);
        }
        return result;
    }

    private static byte[] check(byte[] result, int[] error, String call, String object) throws PosixException {
        if (result == null) {
            throw new PosixException(call, object, error[0]);
        }
        return result;
    }

    @Override
    public int open(int directory, String path, int flags, int mode) throws PosixException {
        return check(open0(directory, encode(path, "open"), flags, mode), "open", path);
    }

    @Override
    public int openResolving(int directory, String path, int flags, int mode, long resolve) throws PosixException {
        return check(openResolving0(directory, encode(path, "openat2"), flags, mode, resolve), "openat2", path);
    }

    @Override
    public void close(int descriptor) {
        close0(descriptor);
    }

    @Override
    public int read(int descriptor, byte[] buffer, int offset, int length) throws PosixException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return check(read0(descriptor, buffer, offset, length), "read", descriptor);
    }

    @Override
    public int write(int descriptor, byte[] buffer, int offset, int length) throws PosixException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return check(write0(descriptor, buffer, offset, length), "write", descriptor);
    }

    @Override
    public int[] pipe() throws PosixException {
        int[] ends = new int[2];
        check(pipe0(ends), "pipe", "");
        return ends;
    }

    @Override
    public void setCloseOnExec(int descriptor, boolean value) throws PosixException {
        check(setCloseOnExec0(descriptor, value), "fcntl", descriptor);
    }

    @Override
    public void fsync(int descriptor) throws PosixException {
        check(fsync0(descriptor), "fsync", descriptor);
    }

    @Override
    public void ftruncate(int descriptor, long length) throws PosixException {
        check(ftruncate0(descriptor, length), "ftruncate", descriptor);
    }

    @Override
    public int poll(int[] descriptors, short[] events, short[] ready, int timeoutMillis) throws PosixException {
        if (events.length != descriptors.length || ready.length != descriptors.length) {
            throw new PosixException("poll", "", Errno.EINVAL);
        }
        return check(poll0(descriptors, events, ready, timeoutMillis), "poll", "");
    }

    @Override
    public void flock(int descriptor, int operation) throws PosixException {
        check(flock0(descriptor, operation), "flock", descriptor);
    }

    @Override
    public FileStatus stat(int directory, String path, int flags) throws PosixException {
        long[] v = new long[11];
        check(stat0(directory, encode(path, "stat"), flags, v), "stat", path);
        return new FileStatus((int) v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], (int) v[9], v[10]);
    }

    @Override
    public String readLink(int directory, String path) throws PosixException {
        int[] error = new int[1];
        byte[] target = check(readLink0(directory, encode(path, "readlink"), error), error, "readlink", path);
        return ByteStrings.decode(target, 0, target.length);
    }

    @Override
    public void makeDirectory(int directory, String path, int mode) throws PosixException {
        check(makeDirectory0(directory, encode(path, "mkdir"), mode), "mkdir", path);
    }

    @Override
    public void makeNode(int directory, String path, int mode, long device) throws PosixException {
        check(makeNode0(directory, encode(path, "mknod"), mode, device), "mknod", path);
    }

    @Override
    public void symlink(String target, int directory, String path) throws PosixException {
        check(symlink0(encode(target, "symlink"), directory, encode(path, "symlink")), "symlink", path);
    }

    @Override
    public void link(int fromDirectory, String from, int toDirectory, String to) throws PosixException {
        check(link0(fromDirectory, encode(from, "link"), toDirectory, encode(to, "link")), "link", to);
    }

    @Override
    public void unlink(int directory, String path, int flags) throws PosixException {
        check(unlink0(directory, encode(path, "unlink"), flags), "unlink", path);
    }

    @Override
    public void rename(int fromDirectory, String from, int toDirectory, String to) throws PosixException {
        check(rename0(fromDirectory, encode(from, "rename"), toDirectory, encode(to, "rename")), "rename", from);
    }

    @Override
    public void changeOwner(int directory, String path, long uid, long gid, int flags) throws PosixException {
        check(changeOwner0(directory, encode(path, "chown"), uid, gid, flags), "chown", path);
    }

    @Override
    public void changeMode(int directory, String path, int mode) throws PosixException {
        check(changeMode0(directory, encode(path, "chmod"), mode), "chmod", path);
    }

    @Override
    public void setTimes(int directory, String path, long seconds, int nanos) throws PosixException {
        check(setTimes0(directory, encode(path, "utimensat"), seconds, nanos), "utimensat", path);
    }

    @Override
    public String[] list(int directoryDescriptor) throws PosixException {
        int[] error = new int[1];
        return ByteStrings.split(
                check(list0(directoryDescriptor, error), error, "readdir", "fd " + directoryDescriptor));
    }

    @Override
    public void setXattr(int directory, String path, String name, byte[] value) throws PosixException {
        check(setXattr0(directory, encode(path, "setxattr"), encode(name, "setxattr"), value), "setxattr", path);
    }

    @Override
    public byte[] getXattr(int directory, String path, String name) throws PosixException {
        int[] error = new int[1];
        byte[] value = getXattr0(directory, encode(path, "getxattr"), encode(name, "getxattr"), error);
        return error[0] == Errno.ENODATA ? null : check(value, error, "getxattr", path);
    }

    @Override
    public String[] listXattrs(int directory, String path) throws PosixException {
        int[] error = new int[1];
        return ByteStrings.split(
                check(listXattrs0(directory, encode(path, "listxattr"), error), error, "listxattr", path));
    }

    @Override
    public void removeXattr(int directory, String path, String name) throws PosixException {
        check(removeXattr0(directory, encode(path, "removexattr"), encode(name, "removexattr")), "removexattr", path);
    }

    @Override
    public long fileSystemType(String path) throws PosixException {
        long type = fileSystemType0(encode(path, "statfs"));
        if (type < 0) {
            throw new PosixException("statfs", path, (int) -type);
        }
        return type;
    }

    @Override
    public void mount(String source, String target, String type, long flags, String data) throws PosixException {
        byte[] from = source == null ? null : encode(source, "mount");
        byte[] kind = type == null ? null : encode(type, "mount");
        byte[] options = data == null ? null : encode(data, "mount");
        check(mount0(from, encode(target, "mount"), kind, flags, options), "mount", target);
    }

    @Override
    public void unmount(String target, int flags) throws PosixException {
        check(unmount0(encode(target, "umount"), flags), "umount", target);
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
        byte[] words = ByteStrings.encodeAll(argv, "spawn");
        byte[] variables = ByteStrings.encodeAll(environment, "spawn");
        byte[] place = directory == null ? null : encode(directory, "spawn");
        byte[] file = encode(program, "spawn");
        return check(
                spawn0(file, words, argv.length, variables, environment.length, place, descriptors, newSession),
                "spawn",
                program);
    }

    @Override
    public int waitFor(int pid, int options) throws PosixException {
        int result = waitFor0(pid, options);
        if (result == Integer.MIN_VALUE) {
            return -1;
        }
        return check(result, "waitpid", Integer.toString(pid));
    }

    @Override
    public void kill(int pid, int signal) throws PosixException {
        check(kill0(pid, signal), "kill", Integer.toString(pid));
    }

    @Override
    public int openProcess(int pid) throws PosixException {
        return check(openProcess0(pid), "pidfd_open", Integer.toString(pid));
    }

    @Override
    public void exec(String program, String[] argv, String[] environment) throws PosixException {
        byte[] words = ByteStrings.encodeAll(argv, "exec");
        byte[] variables = ByteStrings.encodeAll(environment, "exec");
        check(exec0(encode(program, "exec"), words, argv.length, variables, environment.length), "exec", program);
    }

    @Override
    public void enterNetworkNamespace(int descriptor) throws PosixException {
        check(enterNetworkNamespace0(descriptor), "setns", descriptor);
    }

    @Override
    public int getPid() {
        return getPid0();
    }

    @Override
    public int getUid() {
        return getUid0();
    }

    @Override
    public int getGid() {
        return getGid0();
    }

    @Override
    public int getEuid() {
        return getEuid0();
    }

    @Override
    public void changeDirectory(String path) throws PosixException {
        check(changeDirectory0(encode(path, "chdir")), "chdir", path);
    }

    @Override
    public int setUmask(int mask) {
        return setUmask0(mask);
    }

    @Override
    public int localOffset(long epochSecond) {
        return localTime0(epochSecond, null);
    }

    @Override
    public String localZoneName(long epochSecond) {
        byte[] name = new byte[16];
        localTime0(epochSecond, name);
        int length = 0;
        while (name[length] != 0) {
            length++;
        }
        return ByteStrings.decode(name, 0, length);
    }

    @Override
    public int signalPipe(int... signals) throws PosixException {
        return check(signalPipe0(signals), "sigaction", "");
    }

    @Override
    public boolean isTerminal(int descriptor) {
        return isTerminal0(descriptor);
    }

    @Override
    public byte[] terminalSettings(int descriptor) throws PosixException {
        int[] error = new int[1];
        return check(terminalSettings0(descriptor, error), error, "tcgetattr", "fd " + descriptor);
    }

    @Override
    public void setTerminalSettings(int descriptor, byte[] settings) throws PosixException {
        check(setTerminalSettings0(descriptor, settings), "tcsetattr", descriptor);
    }

    @Override
    public void makeRaw(int descriptor) throws PosixException {
        check(makeRaw0(descriptor), "tcsetattr", descriptor);
    }

    @Override
    public int[] windowSize(int descriptor) throws PosixException {
        int[] size = new int[2];
        check(windowSize0(descriptor, size), "ioctl TIOCGWINSZ", descriptor);
        return size;
    }

    @Override
    public void setWindowSize(int descriptor, int rows, int columns) throws PosixException {
        check(setWindowSize0(descriptor, rows, columns), "ioctl TIOCSWINSZ", descriptor);
    }

    @Override
    public int connectSeqpacket(String path) throws PosixException {
        return check(connect0(encode(path, "connect"), SOCK_SEQPACKET), "connect", path);
    }

    @Override
    public int connectStream(String path) throws PosixException {
        return check(connect0(encode(path, "connect"), SOCK_STREAM), "connect", path);
    }

    @Override
    public int connectDatagram(String path) throws PosixException {
        return check(connect0(encode(path, "connect"), SOCK_DGRAM), "connect", path);
    }

    @Override
    public void shutdown(int descriptor, int how) throws PosixException {
        check(shutdown0(descriptor, how), "shutdown", descriptor);
    }

    @Override
    public int bindPort(byte[] address, int port, boolean datagram) throws PosixException {
        if (address.length != 4 && address.length != 16) {
            throw new PosixException("bind", Integer.toString(port), Errno.EINVAL);
        }
        return check(bindPort0(address, port, datagram), "bind", Integer.toString(port));
    }

    @Override
    public int localPort(int descriptor) throws PosixException {
        return check(localPort0(descriptor), "getsockname", descriptor);
    }

    @Override
    public long seek(int descriptor, long offset, int whence) throws PosixException {
        long position = seek0(descriptor, offset, whence);
        check((int) Math.min(position, 0), "lseek", descriptor);
        return position;
    }

    @Override
    public long copyRange(int from, int to, long length) throws PosixException {
        long count = copyRange0(from, to, length);
        check((int) Math.min(count, 0), "copy_file_range", from);
        return count;
    }

    @Override
    public void syncFileSystem(int descriptor) throws PosixException {
        check(syncFileSystem0(descriptor), "syncfs", descriptor);
    }

    private static native int open0(int directory, byte[] path, int flags, int mode);

    private static native int openResolving0(int directory, byte[] path, int flags, int mode, long resolve);

    private static native void close0(int descriptor);

    private static native int read0(int descriptor, byte[] buffer, int offset, int length);

    private static native int write0(int descriptor, byte[] buffer, int offset, int length);

    private static native int pipe0(int[] ends);

    private static native int setCloseOnExec0(int descriptor, boolean value);

    private static native int fsync0(int descriptor);

    private static native long seek0(int descriptor, long offset, int whence);

    private static native long copyRange0(int from, int to, long length);

    private static native int syncFileSystem0(int descriptor);

    private static native int ftruncate0(int descriptor, long length);

    private static native int poll0(int[] descriptors, short[] events, short[] ready, int timeoutMillis);

    private static native int flock0(int descriptor, int operation);

    private static native int stat0(int directory, byte[] path, int flags, long[] out);

    private static native byte[] readLink0(int directory, byte[] path, int[] error);

    private static native int makeDirectory0(int directory, byte[] path, int mode);

    private static native int makeNode0(int directory, byte[] path, int mode, long device);

    private static native int symlink0(byte[] target, int directory, byte[] path);

    private static native int link0(int fromDirectory, byte[] from, int toDirectory, byte[] to);

    private static native int unlink0(int directory, byte[] path, int flags);

    private static native int rename0(int fromDirectory, byte[] from, int toDirectory, byte[] to);

    private static native int changeOwner0(int directory, byte[] path, long uid, long gid, int flags);

    private static native int changeMode0(int directory, byte[] path, int mode);

    private static native int setTimes0(int directory, byte[] path, long seconds, int nanos);

    private static native byte[] list0(int directory, int[] error);

    private static native int setXattr0(int directory, byte[] path, byte[] name, byte[] value);

    private static native byte[] getXattr0(int directory, byte[] path, byte[] name, int[] error);

    private static native byte[] listXattrs0(int directory, byte[] path, int[] error);

    private static native int removeXattr0(int directory, byte[] path, byte[] name);

    private static native long fileSystemType0(byte[] path);

    private static native int mount0(byte[] source, byte[] target, byte[] type, long flags, byte[] data);

    private static native int unmount0(byte[] target, int flags);

    private static native int spawn0(
            byte[] program,
            byte[] argv,
            int argc,
            byte[] environment,
            int envc,
            byte[] directory,
            int[] descriptors,
            boolean session);

    private static native int exec0(byte[] program, byte[] argv, int argc, byte[] environment, int envc);

    private static native int waitFor0(int pid, int options);

    private static native int kill0(int pid, int signal);

    private static native int openProcess0(int pid);

    private static native int enterNetworkNamespace0(int descriptor);

    private static native int getPid0();

    private static native int getUid0();

    private static native int getGid0();

    private static native int getEuid0();

    private static native int changeDirectory0(byte[] path);

    private static native int setUmask0(int mask);

    private static native int localTime0(long epochSecond, byte[] name);

    private static native int signalPipe0(int[] signals);

    private static native boolean isTerminal0(int descriptor);

    private static native byte[] terminalSettings0(int descriptor, int[] error);

    private static native int setTerminalSettings0(int descriptor, byte[] settings);

    private static native int makeRaw0(int descriptor);

    private static native int windowSize0(int descriptor, int[] out);

    private static native int setWindowSize0(int descriptor, int rows, int columns);

    private static native int connect0(byte[] path, int type);

    private static native int shutdown0(int descriptor, int how);

    private static native int bindPort0(byte[] host, int port, boolean datagram);

    private static native int localPort0(int descriptor);
}
