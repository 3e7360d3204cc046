package io.jpod.support.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both implementations of {@link Posix} do for processes, signals, terminals and sockets. */
abstract class PosixProcessContract {
    @TempDir
    Path place;

    Posix posix;

    abstract Posix posix();

    @BeforeEach
    void load() {
        posix = posix();
    }

    /** Runs a shell with its output in a pipe. */
    private String shell(String script, String directory, boolean session, int... moreDescriptors) throws Exception {
        int[] out = posix.pipe();
        int nothing = posix.open(Posix.AT_FDCWD, "/dev/null", Posix.O_RDWR, 0);
        int[] descriptors = new int[6 + moreDescriptors.length];
        System.arraycopy(new int[] {0, nothing, 1, out[1], 2, out[1]}, 0, descriptors, 0, 6);
        System.arraycopy(moreDescriptors, 0, descriptors, 6, moreDescriptors.length);
        int pid = posix.spawn(
                "/bin/sh",
                new String[] {"sh", "-c", script},
                new String[] {"PATH=/usr/bin:/bin", "WORD=tr\udce4ge"},
                directory,
                descriptors,
                session);
        posix.close(out[1]);
        posix.close(nothing);
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4096];
        int count;
        while ((count = posix.read(out[0], buffer, 0, buffer.length)) > 0) {
            text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
        posix.close(out[0]);
        text.append("exit ").append(posix.waitFor(pid, 0));
        return text.toString();
    }

    @Test
    void spawnsWithArgumentsEnvironmentAndDirectory() throws Exception {
        assertEquals(
                "/\n1 tr\u00e4ge\nexit 7",
                shell("pwd; env | grep -c . >/dev/null; echo $(env | grep -c WORD) $WORD; exit 7", "/", false));
    }

    @Test
    void theChildHasExactlyTheDescriptorsNamed() throws Exception {
        int[] pipe = posix.pipe();
        posix.setCloseOnExec(pipe[1], false);
        String listed = shell(
                "ls -l /proc/self/fd | sed -n 's/.* \\([0-9]*\\) -> .*/\\1/p' | tr '\\n' ' '", null, false, 9, pipe[0]);
        // 3 is the directory that ls itself reads.
        assertEquals("0 1 2 3 9 exit 0", listed);
        posix.close(pipe[0]);
        posix.close(pipe[1]);
    }

    @Test
    void descriptorsMayBeSwapped() throws Exception {
        Files.writeString(place.resolve("one"), "one");
        Files.writeString(place.resolve("two"), "two");
        int one = posix.open(Posix.AT_FDCWD, place.resolve("one").toString(), Posix.O_RDONLY, 0);
        int two = posix.open(Posix.AT_FDCWD, place.resolve("two").toString(), Posix.O_RDONLY, 0);
        String script = "cat /proc/self/fd/" + one + "; cat /proc/self/fd/" + two + "; ";
        assertEquals("twooneexit 0", shell(script, null, false, one, two, two, one));
    }

    @Test
    void theChildBlocksAndIgnoresNoSignal() throws Exception {
        String status = shell("grep -E '^Sig(Blk|Ign)' /proc/$$/status | tr '\\t\\n' '  '", null, false);
        String[] words = status.split(" +");
        assertEquals("0000000000000000", words[1], status);
        // 32 and 33 are the C library's own; SIGHUP and SIGINT may be ignored by whoever started this test.
        assertEquals(0, Long.parseLong(words[3], 16) & ~0x180000003L, status);
    }

    @Test
    void aNewSessionIsTheChildsOwn() throws Exception {
        String script = "test $(cut -d' ' -f6 /proc/$$/stat) = $$";
        assertEquals("exit 0", shell(script, null, true));
        assertEquals("exit 1", shell(script, null, false));
    }

    @Test
    void spawnSaysWhyItFailed() {
        PosixException none = assertThrows(PosixException.class, () -> spawn("/nonexistent/program", null));
        assertEquals(Errno.ENOENT, none.errno());
        assertEquals("spawn /nonexistent/program: no such file or directory", none.getMessage());
        PosixException denied = assertThrows(PosixException.class, () -> spawn("/etc/passwd", null));
        assertEquals(Errno.EACCES, denied.errno());
        PosixException directory = assertThrows(PosixException.class, () -> spawn("/bin/true", "/nonexistent"));
        assertEquals(Errno.ENOENT, directory.errno());
        PosixException descriptor = assertThrows(
                PosixException.class,
                () -> posix.spawn("/bin/true", new String[] {"true"}, new String[0], null, new int[] {0, 9999}, false));
        assertEquals(Errno.EBADF, descriptor.errno());
        assertEquals(
                Errno.ECHILD,
                assertThrows(PosixException.class, () -> posix.waitFor(-1, 0)).errno());
    }

    private int spawn(String program, String directory, String... arguments) throws PosixException {
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(List.of(arguments));
        return posix.spawn(program, argv.toArray(new String[0]), new String[0], directory, new int[0], false);
    }

    @Test
    void waitTellsTheExitCodeOrTheSignal() throws Exception {
        int[] hold = posix.pipe();
        int sleeper = posix.spawn(
                "/bin/cat", new String[] {"cat"}, new String[0], null, new int[] {0, hold[0], 1, hold[0]}, false);
        int handle = posix.openProcess(sleeper);
        assertEquals(-1, posix.waitFor(sleeper, Posix.WNOHANG));
        assertEquals(0, posix.poll(new int[] {handle}, new short[] {Posix.POLLIN}, new short[1], 0));
        posix.kill(sleeper, 9);
        assertEquals(1, posix.poll(new int[] {handle}, new short[] {Posix.POLLIN}, new short[1], 10_000));
        assertEquals(137, posix.waitFor(sleeper, 0));
        assertEquals(
                Errno.ESRCH,
                assertThrows(PosixException.class, () -> posix.kill(sleeper, 0)).errno());
        assertEquals(1, posix.waitFor(spawn("/bin/false", null), 0));
        posix.close(handle);
        posix.close(hold[0]);
        posix.close(hold[1]);
    }

    @Test
    void signalsBecomeReadable() throws Exception {
        int usr1 = 10;
        int winch = 28;
        int pipe = posix.signalPipe(usr1, winch);
        byte[] number = new byte[1];
        posix.kill(posix.getPid(), winch);
        assertEquals(1, posix.read(pipe, number, 0, 1));
        assertEquals(winch, number[0]);
        posix.kill(posix.getPid(), usr1);
        assertEquals(1, posix.read(pipe, number, 0, 1));
        assertEquals(usr1, number[0]);
        assertEquals(0, posix.poll(new int[] {pipe}, new short[] {Posix.POLLIN}, new short[1], 0));
    }

    @Test
    void execFailureLeavesTheProcessAsItWas() throws Exception {
        PosixException e =
                assertThrows(PosixException.class, () -> posix.exec("/nonexistent", new String[] {"x"}, new String[0]));
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals(ProcessHandle.current().pid(), posix.getPid());
    }

    @Test
    void onlyNetworkNamespacesCanBeEntered() throws Exception {
        int[] ends = posix.pipe();
        PosixException e = assertThrows(PosixException.class, () -> posix.enterNetworkNamespace(ends[0]));
        assertEquals(Errno.EINVAL, e.errno());
        posix.close(ends[0]);
        posix.close(ends[1]);
    }

    @Test
    void aPipeIsNoTerminal() throws Exception {
        int[] ends = posix.pipe();
        assertFalse(posix.isTerminal(ends[0]));
        assertThrows(PosixException.class, () -> posix.windowSize(ends[0]));
        assertThrows(PosixException.class, () -> posix.terminalSettings(ends[0]));
        posix.close(ends[0]);
        posix.close(ends[1]);
    }

    @Test
    void terminalsCanBeMadeRawAndRestored() throws Exception {
        int terminal = posix.open(Posix.AT_FDCWD, "/dev/ptmx", Posix.O_RDWR | Posix.O_NOCTTY, 0);
        assertTrue(posix.isTerminal(terminal));
        posix.setWindowSize(terminal, 33, 99);
        assertArrayEquals(new int[] {33, 99}, posix.windowSize(terminal));
        byte[] before = posix.terminalSettings(terminal);
        posix.makeRaw(terminal);
        assertFalse(java.util.Arrays.equals(before, posix.terminalSettings(terminal)));
        posix.setTerminalSettings(terminal, before);
        assertArrayEquals(before, posix.terminalSettings(terminal));
        assertThrows(PosixException.class, () -> posix.setTerminalSettings(terminal, new byte[3]));
        posix.close(terminal);
    }

    @Test
    void connectsToSocketsWithLongPaths() throws Exception {
        Path deep = place.resolve("d".repeat(120));
        Files.createDirectory(deep);
        Path link = place.resolve("l");
        Files.createSymbolicLink(link, deep);
        Path shortPath = Files.createTempDirectory(Path.of("/tmp"), "p").resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(shortPath));
            Files.createLink(deep.resolve("s"), shortPath);
            for (Path path : List.of(shortPath, deep.resolve("s"))) {
                int socket = posix.connectStream(path.toString());
                try (SocketChannel accepted = server.accept()) {
                    assertEquals(2, posix.write(socket, new byte[] {1, 2}, 0, 2));
                    posix.shutdown(socket, 1);
                    ByteBuffer buffer = ByteBuffer.allocate(10);
                    while (accepted.read(buffer) >= 0) {
                        assertTrue(buffer.position() <= 2);
                    }
                    assertEquals(2, buffer.position());
                }
                posix.close(socket);
            }
            PosixException type =
                    assertThrows(PosixException.class, () -> posix.connectSeqpacket(shortPath.toString()));
            assertEquals(Errno.EPROTOTYPE, type.errno());
        } finally {
            Files.deleteIfExists(shortPath);
            Files.delete(shortPath.getParent());
        }
        PosixException none = assertThrows(PosixException.class, () -> posix.connectStream("/nonexistent/s"));
        assertEquals(Errno.ENOENT, none.errno());
    }

    @Test
    void portsCanBeTakenOnce() throws Exception {
        for (boolean datagram : new boolean[] {false, true}) {
            byte[] loopback = {127, 0, 0, 1};
            int socket = posix.bindPort(loopback, 0, datagram);
            int port = posix.localPort(socket);
            assertTrue(port > 1023);
            PosixException taken =
                    assertThrows(PosixException.class, () -> posix.bindPort(new byte[4], port, datagram));
            assertEquals(Errno.EADDRINUSE, taken.errno());
            posix.close(socket);
            posix.close(posix.bindPort(loopback, port, datagram));
        }
        byte[] foreign = {(byte) 192, 0, 2, 1};
        PosixException e = assertThrows(PosixException.class, () -> posix.bindPort(foreign, 0, false));
        assertEquals(Errno.EADDRNOTAVAIL, e.errno());
    }

    @Test
    void localTimeIsThatOfTheHost() {
        ZoneId zone = ZoneId.systemDefault();
        for (String moment : List.of("2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z")) {
            Instant instant = Instant.parse(moment);
            assertEquals(
                    zone.getRules().getOffset(instant).getTotalSeconds(), posix.localOffset(instant.getEpochSecond()));
            assertFalse(posix.localZoneName(instant.getEpochSecond()).isEmpty());
        }
        assertEquals(0, posix.localOffset(Long.MAX_VALUE));
        assertEquals("UTC", posix.localZoneName(Long.MAX_VALUE));
    }
}
