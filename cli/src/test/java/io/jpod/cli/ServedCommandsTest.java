package io.jpod.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServedCommandsTest {
    private static String refusal(String line) {
        return ServedCommands.of(List.of(line.split(" ")), false).refusal();
    }

    @Test
    void everydayCommandsAreServed() {
        for (String line : List.of(
                "version",
                "ps -a --format json",
                "container ls",
                "images",
                "image ls -q",
                "inspect x",
                "logs --tail 3 x",
                "create busybox",
                "start x",
                "stop -t 0 x",
                "kill x",
                "rm -f x",
                "wait x",
                "run -d --name x -v ./:/a -e A=1 busybox -it",
                "run --rm -i busybox cat",
                "exec x sh -c true",
                "ps --root /tmp/x")) {
            assertEquals("", refusal(line), line);
        }
    }

    @Test
    void whatDependsOnTheProcessRunsCold() {
        assertEquals("option --tty", refusal("run -t busybox"));
        assertEquals("option --tty", refusal("exec -t x sh"));
        assertEquals("option --follow", refusal("logs -f x"));
        assertEquals("option --preserve-fds", refusal("run --preserve-fds 2 busybox"));
        assertEquals("option --security-opt", refusal("run --security-opt seccomp=x.json busybox"));
        assertEquals("option --interactive", refusal("start -ai x"));
        assertEquals("option --pull always", refusal("run --pull always busybox"));
        assertEquals("relative name in --cidfile", refusal("run --cidfile x busybox"));
        assertEquals("relative name in --root", refusal("ps --root x"));
        assertEquals("relative name in --runtime", refusal("run --runtime ./crun busybox"));
        for (String line :
                List.of("attach x", "build .", "pull x", "unshare", "image mount x", "container cleanup x", "rmi x")) {
            assertEquals(false, refusal(line).isEmpty(), line);
        }
        assertEquals("command --root", refusal("--root /x ps"));
        assertEquals("wrong usage", refusal("ps --nonsense"));
        assertEquals("help", refusal("ps --help"));
    }

    @Test
    void inputFromATerminalRunsCold() {
        List<String> line = List.of("run", "-i", "busybox", "cat");
        assertEquals("input from a terminal", ServedCommands.of(line, true).refusal());
        assertEquals("", ServedCommands.of(List.of("run", "busybox"), true).refusal());
    }

    @Test
    void listingsAreTold() {
        for (String line : List.of("ps -a", "container ls", "images", "image ls -q", "inspect x")) {
            assertEquals(
                    true, ServedCommands.of(List.of(line.split(" ")), false).lists(), line);
        }
        for (String line : List.of("ps --watch 1", "run busybox", "wait x", "version")) {
            assertEquals(
                    false, ServedCommands.of(List.of(line.split(" ")), false).lists(), line);
        }
    }

    @Test
    void anImageThatMustBeThereIsNamed() {
        assertEquals(
                "busybox",
                ServedCommands.of(List.of("run", "-d", "busybox", "x"), false).image());
        assertEquals(
                "", ServedCommands.of(List.of("exec", "busybox", "x"), false).image());
    }
}
