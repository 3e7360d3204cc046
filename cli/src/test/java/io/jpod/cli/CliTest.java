package io.jpod.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    @TempDir
    Path directory;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                  | 125 | Error: missing command 'jpod COMMAND'
            container           | 125 | Error: missing command 'jpod container COMMAND'
            container foo       | 125 | Error: unrecognized command `jpod container foo`
            foo                 | 125 | Error: unrecognized command `jpod foo`
            build .             | 125 | Error: jpod build is not supported by this version of jpod
            image build         | 125 | Error: jpod image build is not supported by this version of jpod
            --foo               | 125 | Error: unknown flag: --foo
            ps --conmon         | 125 | Error: flag needs an argument: --conmon
            --remote ps         | 125 | Error: --remote is not supported by this version of jpod: jpod has no service and uses none: run it on the host that has the containers, for example by ssh
            --events-backend file ps | 125 | Error: --events-backend file is not supported by this version of jpod: events are not kept
            --events-backend x ps | 125 | Error: unknown events backend "x": it must be none
            ps --log-level foo  | 1   | Log Level "foo" is not supported, choose from: trace, debug, info, warn, warning, error, fatal, panic
            --cgroup-manager x ps | 125 | Error: configuring runtime: cgroup manager must be one of cgroupfs and systemd: invalid argument
            container cleanup --exec x --rmi a | 125 | Error: exec option conflicts with removing the image
            container cleanup --exec x -a | 125 | Error: exec sessions can only be cleaned up for a single container
            --out /nope/x ps    | 125 | Error: opening /nope/x for --out: /nope/x: no such file or directory
            run                 | 125 | Error: requires at least 1 arg(s), only received 0
            run --foo           | 125 | Error: unknown flag: --foo
            ps x                | 125 | Error: `jpod ps` takes no arguments
            diff a b c          | 125 | Error: accepts between 1 and 2 arg(s), received 3
            image trust set     | 125 | Error: accepts 1 arg(s), received 0
            images a b          | 125 | Error: accepts at most 1 arg(s), received 2
            rename a            | 125 | Error: accepts 2 arg(s), received 1
            push                | 125 | Error: accepts between 1 and 2 arg(s), received 0
            exec                | 125 | Error: exec requires the name or ID of a container or the --latest flag
            exec a true         | 125 | Error: no container with name or ID "a" found: no such container
            stop                | 125 | Error: you must provide at least one name or id
            stop -a x           | 125 | Error: no arguments are needed with --all
            stop -l x           | 125 | Error: --latest and containers cannot be used together
            stop -a -l          | 125 | Error: --all and --latest cannot be used together
            stop --filter a=b   | 125 | Error: a is an invalid filter
            start               | 125 | Error: start requires at least one argument
            start -a x y        | 125 | Error: you cannot start and attach multiple containers at once
            start --sig-proxy x | 125 | Error: you cannot use sig-proxy without --attach: invalid argument
            rm nope             | 1   | Error: no container with name or ID "nope" found: no such container
            rm --cidfile /nope  | 125 | Error: reading CIDFile: open /nope: no such file or directory
            rmi                 | 125 | Error: image name or ID must be specified
            rmi nope            | 1   | Error: nope: image not known
            kill -s FOO x       | 125 | Error: invalid signal: FOO
            wait                | 125 | Error: "jpod wait" requires a name, id, or the "--latest" flag
            logs                | 125 | Error: specify at least one container name or ID to log
            logs --since x y    | 125 | Error: parsing --since "x": unable to interpret time value
            top                 | 125 | Error: you must provide the name or id of a running container
            port                | 125 | Error: you must supply a running container name or id
            inspect             | 125 | Error: no names or ids specified
            inspect -t foo x    | 125 | Error: invalid type "foo": must be "image", "container", "pod", "network", "volume", or "all"
            ps --sort foo       | 125 | Error: invalid argument "foo" for "--sort" flag: "foo" is not a valid value.  Choose from: "command, created, id, image, names, runningfor, size, status"
            ps --filter foo     | 125 | Error: invalid filter "foo"
            ps --last 1 -l      | 125 | Error: last and latest are mutually exclusive
            images --sort foo   | 125 | Error: "foo" is not a valid field for sorting. Choose from: created, id, repository, size, tag
            images -f foo=bar   | 125 | Error: invalid image filter "foo": must be in the format "filter=value or filter!=value"
            volume rm           | 125 | Error: choose either one or more volumes or all
            """)
    void wrongCommandLinesAreToldInPodmansWords(String line, int code, String message) {
        assertEquals(code, cli.run(line));
        assertEquals(message, cli.err().split("\n")[0]);
    }

    @Test
    void usageErrorsPointToTheHelpOfTheCommand() {
        cli.run("container run --foo");
        assertEquals("Error: unknown flag: --foo\nSee 'jpod container run --help'\n", cli.err());
        cli.run("run --health-cmd x image");
        assertEquals("Error: --health-cmd is not supported by this version of jpod\n", cli.err());
    }

    @Test
    void similarCommandsAreSuggested() {
        cli.run("rn");
        assertTrue(cli.err().contains("Did you mean this?\n\tps\n\trm\n\trmi\n\trun\n"), cli.err());
    }

    @Test
    void everyCommandHasHelpAndNeedsNoEngineForIt() {
        for (String group : List.of("", "container", "image", "volume", "system")) {
            for (String name : CommandCatalog.names(group)) {
                String line = (group + " " + name).strip();
                if (!CommandTable.isGroup(name) && !name.equals("help")) {
                    assertEquals(0, cli.run(line + " --help"), line);
                    assertTrue(cli.out().contains("Usage:\n  jpod " + line), cli.out());
                }
            }
        }
        assertNull(cli.opened);
    }

    @Test
    void helpIsLaidOutAsPodmans() {
        cli.run("volume ls --help");
        assertEquals("""
                List volumes

                Description:
                  List volumes.

                Usage:
                  jpod volume ls [options]

                Examples:
                  jpod volume ls
                  jpod volume ls -q --filter label=a=b

                Options:
                  -f, --filter strings   Show the volumes that fit a condition
                      --format string    Print as JSON or by a template
                  -n, --noheading        Print no headings
                  -q, --quiet            Print names only
                """, cli.out());
    }

    @Test
    void helpNamesNoRefusedOptions() {
        cli.run("run --help");
        assertFalse(cli.out().contains("--health-cmd"));
        assertTrue(cli.out().contains("      --arch ARCH "), cli.out());
        assertTrue(cli.out().contains("(default \"missing\")"), cli.out());
        assertEquals(0, cli.run("help run"));
        assertEquals(0, cli.run("--help"));
        assertTrue(cli.out().contains("  container   Manage containers\n"), cli.out());
    }

    @Test
    void versionNeedsNoEngine() {
        assertEquals(0, cli.run("--version"));
        assertEquals("jpod version 1.2.3\n", cli.out());
        assertEquals(0, cli.run("version"));
        assertTrue(
                cli.out().startsWith("Client:       jpod Engine\nVersion:      1.2.3\nAPI Version:  1.2.3\n"),
                cli.out());
        assertTrue(cli.out().contains("Built:        Thu Jan  1 00:00:00 1970\n"), cli.out());
        cli.run("version", "--format", "{{.Version}} {{.Server.Version}}");
        assertEquals("1.2.3 1.2.3\n", cli.out());
        cli.run("version", "--format", "{{.Client.Version}}");
        assertEquals("1.2.3\n", cli.out());
        assertNull(cli.opened);
    }

    @Test
    void globalOptionsMayStandBeforeAndAfterTheCommand() {
        cli.run("--root /a --storage-opt x=1 ps --runroot /b --storage-opt y=2 --log-level=debug --runtime runc");
        assertEquals("/a", cli.opened.root());
        assertEquals("/b", cli.opened.runRoot());
        assertEquals("runc", cli.opened.runtime());
        assertEquals("debug", cli.opened.logLevel());
        assertEquals(List.of("x=1", "y=2"), cli.opened.storageOptions());
        assertTrue(cli.closed);
    }

    @Test
    void optionsBetweenGroupAndCommandAreGlobal() {
        assertEquals(0, cli.run("container --root /a ls -q"));
        assertEquals("/a", cli.opened.root());
    }

    @Test
    void failuresTellTheirCausesAndRemedy() {
        cli.containers.failure = new JpodException(
                        ErrorCode.CONFLICT, "creating container", new IOException("open /x: no such file"))
                .withRemedy("do something");
        assertEquals(125, cli.run("run --name b image"));
        assertEquals("Error: creating container: open /x: no such file\nhint: do something\n", cli.err());
    }

    @Test
    void aContainerThatCannotBeStartedIsToldFromOneThatCannotBeCreated() {
        cli.containers.failure = JpodException.host("open /x: no such file or directory", null);
        assertEquals(127, cli.run("run --name b image"));
        cli.containers.all.clear();
        cli.containers.failure = JpodException.host("no permission", null);
        assertEquals(126, cli.run("run -d --name b image"));
    }

    @Test
    void aClosedOutputEndsTheCommandQuietly() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        CliContext context = new CliContext(
                Map.of(),
                directory,
                null,
                broken,
                OutputStream.nullOutputStream(),
                null,
                null,
                Clock.systemUTC(),
                new CliContext.Build("1", "", 0));
        assertEquals(141, new Cli(context).run(new String[] {"version"}));
    }

    @Test
    void migrateReleasesTheNamespaces() {
        assertEquals(0, cli.run("system migrate"));
        assertEquals(1, cli.released);
    }

    @Test
    void resultsCanGoToAFile() throws IOException {
        assertEquals(0, cli.run("--out results volume create data"));
        assertEquals("", cli.out());
        assertEquals("data\n", Files.readString(directory.resolve("results")));
        assertEquals(0, cli.run("volume ls -q --out results"));
        assertEquals("data\n", Files.readString(directory.resolve("results")));
        assertEquals(0, cli.run("--noout volume ls"));
        assertEquals("", cli.out());
    }
}
