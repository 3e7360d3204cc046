package io.jpod.support.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** Starting programs for {@link JnaPosix}, with posix_spawn(3). */
final class JnaProcesses {
    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIG_SETMASK = 2;
    private static final int SIGSET_SIZE = 128;
    private static final int F_SETFD = 2;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final short POSIX_SPAWN_SETSIGDEF = 4;
    private static final short POSIX_SPAWN_SETSIGMASK = 8;
    private static final short POSIX_SPAWN_SETSID = 0x80;

    private final JnaCalls libc;
    private final Posix posix;

    JnaProcesses(JnaCalls libc, Posix posix) {
        this.libc = libc;
        this.posix = posix;
    }

    int spawn(String program, String[] argv, String[] environment, String directory, int[] pairs, boolean session)
            throws PosixException {
        Memory attributes = new Memory(1024); // 336 in glibc
        Memory actions = new Memory(1024); // 80 in glibc
        libc.plain("posix_spawnattr_init", attributes);
        libc.plain("posix_spawn_file_actions_init", actions);
        int[] moved = new int[pairs.length / 2];
        int held = 0;
        try {
            int highest = 2;
            for (int i = 0; i < pairs.length; i += 2) {
                highest = Math.max(highest, pairs[i]);
            }
            for (; held < moved.length; held++) {
                int source = pairs[2 * held + 1];
                moved[held] = JnaPosix.check(
                        libc.call("fcntl", source, F_DUPFD_CLOEXEC, highest + 1), "spawn", "fd " + source);
            }
            setAttributes(attributes, session);
            setDescriptors(actions, pairs, moved, highest);
            if (directory != null) {
                byte[] place = ByteStrings.encode(directory, "spawn");
                done(libc.plain("posix_spawn_file_actions_addchdir_np", actions, place), program);
            }
            int[] pid = new int[1];
            byte[] file = ByteStrings.encode(program, "spawn");
            Memory words = JnaPosix.vector(argv, "spawn");
            Memory variables = JnaPosix.vector(environment, "spawn");
            done(libc.plain("posix_spawn", pid, file, actions, attributes, words, variables), program);
            return pid[0];
        } finally {
            while (held > 0) {
                posix.close(moved[--held]);
            }
            libc.plain("posix_spawn_file_actions_destroy", actions);
            libc.plain("posix_spawnattr_destroy", attributes);
        }
    }

    private static void done(int errno, String object) throws PosixException {
        if (errno != 0) {
            throw new PosixException("spawn", object, errno);
        }
    }

    private void setAttributes(Memory attributes, boolean session) {
        Memory defaults = new Memory(SIGSET_SIZE);
        libc.plain("sigfillset", defaults);
        keepIgnored(SIGHUP, defaults);
        keepIgnored(SIGINT, defaults);
        Memory none = new Memory(SIGSET_SIZE);
        libc.plain("sigemptyset", none);
        libc.plain("posix_spawnattr_setsigdefault", attributes, defaults);
        libc.plain("posix_spawnattr_setsigmask", attributes, none);
        int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (session ? POSIX_SPAWN_SETSID : 0);
        libc.plain("posix_spawnattr_setflags", attributes, (short) flags);
    }

    private void keepIgnored(int signal, Memory defaults) {
        Memory action = new Memory(256); // 152 in glibc, the handler first
        if (libc.call("sigaction", signal, Pointer.NULL, action) == 0 && action.getLong(0) == 1) {
            libc.plain("sigdelset", defaults, signal);
        }
    }

    private void setDescriptors(Memory actions, int[] pairs, int[] moved, int highest) throws PosixException {
        boolean[] wanted = new boolean[highest + 1];
        for (int i = 0; i < moved.length; i++) {
            wanted[pairs[2 * i]] = true;
            libc.plain("posix_spawn_file_actions_adddup2", actions, moved[i], pairs[2 * i]);
        }
        for (int i = 0; i <= highest; i++) {
            if (!wanted[i]) {
                libc.plain("posix_spawn_file_actions_addclose", actions, i);
            }
        }
        if (libc.has("posix_spawn_file_actions_addclosefrom_np")) {
            libc.plain("posix_spawn_file_actions_addclosefrom_np", actions, highest + 1);
            return;
        }
        // glibc before 2.34: what the engine inherited and did not mark itself
        int directory = posix.open(Posix.AT_FDCWD, "/proc/self/fd", Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
        try {
            for (String name : posix.list(directory)) {
                int number = Integer.parseInt(name);
                if (number > highest) {
                    libc.call("fcntl", number, F_SETFD, 1);
                }
            }
        } finally {
            posix.close(directory);
        }
    }

    void exec(String program, String[] argv, String[] environment) throws PosixException {
        Memory words = JnaPosix.vector(argv, "exec");
        Memory variables = JnaPosix.vector(environment, "exec");
        byte[] file = ByteStrings.encode(program, "exec");
        Memory none = new Memory(SIGSET_SIZE);
        Memory before = new Memory(SIGSET_SIZE);
        libc.plain("sigemptyset", none);
        libc.plain("pthread_sigmask", SIG_SETMASK, none, before);
        int result = libc.call("execve", file, words, variables);
        libc.plain("pthread_sigmask", SIG_SETMASK, before, Pointer.NULL);
        JnaPosix.check(result, "exec", program);
    }
}
