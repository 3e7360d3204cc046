package io.jpod.engine.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    @TempDir
    Path proc;

    private ProcessTable table;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(proc.resolve("stat"), "cpu 1 2\nbtime 1000\n");
        process(50, "pid:[7]", "sleep", "sleep\u0000100\u0000", 40, 100, 1, "0 0 0 0");
        process(51, "pid:[7]", "a (b) c", "", 50, 6100, 2, "5 9 0 0");
        process(60, "pid:[8]", "other", "other\u0000", 1, 100, 60, "0 0 0 0");
        Files.createDirectory(proc.resolve("sys"));
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_066_500), ZoneOffset.UTC);
        IdMapping container = new IdMapping(List.of(new IdRange(100, 0, 10)), List.of(new IdRange(100, 0, 10)));
        IdMapping engine = new IdMapping(List.of(new IdRange(0, 1000, 10)), List.of(new IdRange(0, 1000, 10)));
        table = new ProcessTable(proc, clock, container, engine, new ProcessTable.Names() {
            @Override
            public String user(long id) {
                return id == 100 ? "zero" : Long.toString(id);
            }

            @Override
            public String group(long id) {
                return Long.toString(id);
            }
        });
    }

    @Test
    void listsOnlyMembersOfTheNamespaceWithTheirInnerIds() {
        assertEquals(
                List.of(
                        List.of("USER", "PID", "PPID", "%CPU", "ELAPSED", "TTY", "TIME", "COMMAND"),
                        List.of("zero", "1", "0", "3.816", "1m5.5s", "pts/3", "2.5s", "sleep 100 "),
                        List.of("109", "2", "1", "45.454", "5.5s", "pts/3", "2.5s", "[a (b) c]")),
                table.rows(50, List.of()));
    }

    @Test
    void hostDescriptorsShowTheHostsIds() {
        assertEquals(
                List.of(
                        List.of("HPID", "HUSER", "COMMAND"),
                        List.of("50", "1000", "sleep"),
                        List.of("51", "1009", "a (b) c")),
                table.rows(50, List.of("hpid,huser", "comm")));
    }

    @Test
    void wordsThatAreNoDescriptorsAreNotUnderstood() {
        assertTrue(ProcessTable.understands(List.of("pid", "args,comm")));
        assertTrue(ProcessTable.understands(List.of("%p", "%z,%C")));
        assertFalse(ProcessTable.understands(List.of("% ")));
        assertEquals(
                List.of("PID", "COMMAND"), table.rows(50, List.of("%p", "%c")).get(0));
        assertFalse(ProcessTable.understands(List.of("-eo", "pid")));
    }

    @Test
    void capabilitiesAreNamed() {
        assertEquals("CHOWN,KILL", table.rows(50, List.of("capeff")).get(1).get(0));
        assertEquals("none", table.rows(50, List.of("capinh")).get(1).get(0));
    }

    @Test
    void durationsAreWrittenAsGoDoes() {
        assertEquals("0s", ProcessTable.duration(0));
        assertEquals("1h0m0.25s", ProcessTable.duration(3_600_250_000_000L));
        assertEquals("20ms", ProcessTable.duration(20_000_000));
    }

    private void process(
            int pid,
            String namespace,
            String command,
            String cmdline,
            int parent,
            int startTicks,
            int inner,
            String uids)
            throws IOException {
        Path directory = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.createDirectory(directory.resolve("ns"));
        Files.createSymbolicLink(directory.resolve("ns/pid"), Path.of(namespace));
        Files.writeString(directory.resolve("cmdline"), cmdline);
        Files.writeString(
                directory.resolve("stat"),
                pid + " (" + command + ") S " + parent + " " + pid + " 0 " + (136 << 8 | 3)
                        + " 0 0 0 0 0 0 150 100 0 0 20 0 1 0 " + startTicks + " 4096 10\n");
        Files.writeString(
                directory.resolve("status"),
                "Name:\tx\nUid:\t" + uids.replace(' ', '\t') + "\nGid:\t0\t0\t0\t0\nNSpid:\t" + pid + "\t" + inner
                        + "\nCapEff:\t0000000000000021\nCapInh:\t0000000000000000\nSeccomp:\t2\n");
    }
}
