package io.jpod.support.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramReplacementTest {
    @TempDir
    private Path directory;

    @Test
    void closesTheFilesOfTheJavaMachineAndKeepsTheCallers() throws Exception {
        Path jars = Files.createDirectory(directory.resolve("jars"));
        Path own = Files.createFile(jars.resolve("own.jar"));
        Path given = Files.createFile(directory.resolve("given"));
        List<String> calls = new ArrayList<>();
        Posix posix = (Posix) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Posix.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setCloseOnExec":
                            Path open = Files.readSymbolicLink(Path.of("/proc/self/fd/" + arguments[0]));
                            calls.add("close " + directory.relativize(open));
                            return null;
                        case "exec":
                            calls.add("exec " + arguments[0]);
                            return null;
                        default:
                            throw new PosixException(method.getName(), "", 38);
                    }
                });
        try (FileChannel first = FileChannel.open(own);
                FileChannel second = FileChannel.open(given)) {
            new ProgramReplacement(posix, List.of(jars)).exec("/bin/true", new String[0], new String[0]);
        }
        assertEquals(List.of("close jars/own.jar", "exec /bin/true"), calls);
    }
}
