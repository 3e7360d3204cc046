package io.jpod.network.slirp;

import io.jpod.api.Log;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;

/**
 * Switches off the duplicate address detection of IPv6 in a container's network namespace while the helper makes its interface:
 * nobody else can have the addresses there, and a container would be without them for its first second. Switched on again for the
 * sake of interfaces that the container makes. For one thread.
 */
final class AddressDetection implements AutoCloseable {
    private static final String SETTING = "/proc/sys/net/ipv6/conf/default/accept_dad";
    private static final int NONE = -1;

    private final Posix posix;
    private final Log log;
    private int setting = NONE;
    private byte[] before = new byte[0];

    AddressDetection(Posix posix, Log log) {
        this.posix = posix;
        this.log = log;
    }

    /** Best effort: where it fails the addresses come a second later. */
    void switchOff(int containerPid) {
        // A thread of its own, since a thread of a user cannot go back to the namespace of the machine.
        Thread visitor = new Thread(() -> setting = open(containerPid), "network namespace visitor");
        visitor.start();
        try {
            visitor.join();
            if (setting != NONE) {
                byte[] value = new byte[32];
                int length = posix.read(setting, value, 0, value.length);
                byte[] old = new byte[length];
                System.arraycopy(value, 0, old, 0, length);
                write(new byte[] {'0', '\n'});
                before = old;
            }
        } catch (PosixException e) {
            log.debug("duplicate address detection stays on: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int open(int containerPid) {
        int namespace = NONE;
        try {
            namespace = posix.open(Posix.AT_FDCWD, "/proc/" + containerPid + "/ns/net", Posix.O_RDONLY, 0);
            posix.enterNetworkNamespace(namespace);
            return posix.open(Posix.AT_FDCWD, SETTING, Posix.O_RDWR, 0);
        } catch (PosixException e) {
            log.debug("duplicate address detection stays on: " + e.getMessage());
            return NONE;
        } finally {
            if (namespace != NONE) {
                posix.close(namespace);
            }
        }
    }

    private void write(byte[] value) throws PosixException {
        posix.seek(setting, 0, Posix.SEEK_SET);
        posix.write(setting, value, 0, value.length);
    }

    /** As it was before. */
    @Override
    public void close() {
        if (setting == NONE) {
            return;
        }
        try {
            if (before.length > 0) {
                write(before);
            }
        } catch (PosixException e) {
            log.debug("duplicate address detection stays off: " + e.getMessage());
        } finally {
            posix.close(setting);
            setting = NONE;
        }
    }
}
