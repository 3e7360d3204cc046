package io.jpod.session;

import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;

/** Leaves every call to another implementation. */
class ForwardingPosix implements Posix {
    final Posix posix;

    ForwardingPosix(Posix posix) {
        this.posix = posix;
    }

    @Override
    public int open(int directory, String path, int flags, int mode) throws PosixException {
        return posix.open(directory, path, flags, mode);
    }

    @Override
    public int openResolving(int directory, String path, int flags, int mode, long resolve) throws PosixException {
        return posix.openResolving(directory, path, flags, mode, resolve);
    }

    @Override
    public void close(int descriptor) {
        posix.close(descriptor);
    }

    @Override
    public int read(int descriptor, byte[] buffer, int offset, int length) throws PosixException {
        return posix.read(descriptor, buffer, offset, length);
    }

    @Override
    public int write(int descriptor, byte[] buffer, int offset, int length) throws PosixException {
        return posix.write(descriptor, buffer, offset, length);
    }

    @Override
    public int[] pipe() throws PosixException {
        return posix.pipe();
    }

    @Override
    public void setCloseOnExec(int descriptor, boolean value) throws PosixException {
        posix.setCloseOnExec(descriptor, value);
    }

    @Override
    public void fsync(int descriptor) throws PosixException {
        posix.fsync(descriptor);
    }

    @Override
    public void ftruncate(int descriptor, long length) throws PosixException {
        posix.ftruncate(descriptor, length);
    }

    @Override
    public long seek(int descriptor, long offset, int whence) throws PosixException {
        return posix.seek(descriptor, offset, whence);
    }

    @Override
    public long copyRange(int from, int to, long length) throws PosixException {
        return posix.copyRange(from, to, length);
    }

    @Override
    public void syncFileSystem(int descriptor) throws PosixException {
        posix.syncFileSystem(descriptor);
    }

    @Override
    public int poll(int[] descriptors, short[] events, short[] ready, int timeoutMillis) throws PosixException {
        return posix.poll(descriptors, events, ready, timeoutMillis);
    }

    @Override
    public void flock(int descriptor, int operation) throws PosixException {
        posix.flock(descriptor, operation);
    }

    @Override
    public FileStatus stat(int directory, String path, int flags) throws PosixException {
        return posix.stat(directory, path, flags);
    }

    @Override
    public String readLink(int directory, String path) throws PosixException {
        return posix.readLink(directory, path);
    }

    @Override
    public void makeDirectory(int directory, String path, int mode) throws PosixException {
        posix.makeDirectory(directory, path, mode);
    }

    @Override
    public void makeNode(int directory, String path, int mode, long device) throws PosixException {
        posix.makeNode(directory, path, mode, device);
    }

    @Override
    public void symlink(String target, int directory, String path) throws PosixException {
        posix.symlink(target, directory, path);
    }

    @Override
    public void link(int fromDirectory, String from, int toDirectory, String to) throws PosixException {
        posix.link(fromDirectory, from, toDirectory, to);
    }

    @Override
    public void unlink(int directory, String path, int flags) throws PosixException {
        posix.unlink(directory, path, flags);
    }

    @Override
    public void rename(int fromDirectory, String from, int toDirectory, String to) throws PosixException {
        posix.rename(fromDirectory, from, toDirectory, to);
    }

    @Override
    public void changeOwner(int directory, String path, long uid, long gid, int flags) throws PosixException {
        posix.changeOwner(directory, path, uid, gid, flags);
    }

    @Override
    public void changeMode(int directory, String path, int mode) throws PosixException {
        posix.changeMode(directory, path, mode);
    }

    @Override
    public void setTimes(int directory, String path, long seconds, int nanos) throws PosixException {
        posix.setTimes(directory, path, seconds, nanos);
    }

    @Override
    public String[] list(int directoryDescriptor) throws PosixException {
        return posix.list(directoryDescriptor);
    }

    @Override
    public void setXattr(int directory, String path, String name, byte[] value) throws PosixException {
        posix.setXattr(directory, path, name, value);
    }

    @Override
    public byte[] getXattr(int directory, String path, String name) throws PosixException {
        return posix.getXattr(directory, path, name);
    }

    @Override
    public String[] listXattrs(int directory, String path) throws PosixException {
        return posix.listXattrs(directory, path);
    }

    @Override
    public void removeXattr(int directory, String path, String name) throws PosixException {
        posix.removeXattr(directory, path, name);
    }

    @Override
    public long fileSystemType(String path) throws PosixException {
        return posix.fileSystemType(path);
    }

    @Override
    public void mount(String source, String target, String type, long flags, String data) throws PosixException {
        posix.mount(source, target, type, flags, data);
    }

    @Override
    public void unmount(String target, int flags) throws PosixException {
        posix.unmount(target, flags);
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
        return posix.spawn(program, argv, environment, directory, descriptors, newSession);
    }

    @Override
    public int waitFor(int pid, int options) throws PosixException {
        return posix.waitFor(pid, options);
    }

    @Override
    public void kill(int pid, int signal) throws PosixException {
        posix.kill(pid, signal);
    }

    @Override
    public int openProcess(int pid) throws PosixException {
        return posix.openProcess(pid);
    }

    @Override
    public void exec(String program, String[] argv, String[] environment) throws PosixException {
        posix.exec(program, argv, environment);
    }

    @Override
    public void enterNetworkNamespace(int descriptor) throws PosixException {
        posix.enterNetworkNamespace(descriptor);
    }

    @Override
    public int getPid() {
        return posix.getPid();
    }

    @Override
    public int getUid() {
        return posix.getUid();
    }

    @Override
    public int getGid() {
        return posix.getGid();
    }

    @Override
    public int getEuid() {
        return posix.getEuid();
    }

    @Override
    public void changeDirectory(String path) throws PosixException {
        posix.changeDirectory(path);
    }

    @Override
    public int setUmask(int mask) {
        return posix.setUmask(mask);
    }

    @Override
    public int localOffset(long epochSecond) {
        return posix.localOffset(epochSecond);
    }

    @Override
    public String localZoneName(long epochSecond) {
        return posix.localZoneName(epochSecond);
    }

    @Override
    public int signalPipe(int... signals) throws PosixException {
        return posix.signalPipe(signals);
    }

    @Override
    public boolean isTerminal(int descriptor) {
        return posix.isTerminal(descriptor);
    }

    @Override
    public byte[] terminalSettings(int descriptor) throws PosixException {
        return posix.terminalSettings(descriptor);
    }

    @Override
    public void setTerminalSettings(int descriptor, byte[] settings) throws PosixException {
        posix.setTerminalSettings(descriptor, settings);
    }

    @Override
    public void makeRaw(int descriptor) throws PosixException {
        posix.makeRaw(descriptor);
    }

    @Override
    public int[] windowSize(int descriptor) throws PosixException {
        return posix.windowSize(descriptor);
    }

    @Override
    public void setWindowSize(int descriptor, int rows, int columns) throws PosixException {
        posix.setWindowSize(descriptor, rows, columns);
    }

    @Override
    public int connectSeqpacket(String path) throws PosixException {
        return posix.connectSeqpacket(path);
    }

    @Override
    public int connectStream(String path) throws PosixException {
        return posix.connectStream(path);
    }

    @Override
    public int connectDatagram(String path) throws PosixException {
        return posix.connectDatagram(path);
    }

    @Override
    public void shutdown(int descriptor, int how) throws PosixException {
        posix.shutdown(descriptor, how);
    }

    @Override
    public int bindPort(byte[] address, int port, boolean datagram) throws PosixException {
        return posix.bindPort(address, port, datagram);
    }

    @Override
    public int localPort(int descriptor) throws PosixException {
        return posix.localPort(descriptor);
    }
}
