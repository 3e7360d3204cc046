package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Errors;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.PosixException;
import io.jpod.support.process.ProgramReplacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code unshare}. */
public final class UnshareCommand implements Command {
    private static final String OPTIONS = """
            rootless-netns refused/bool Join the network namespace of rootless bridges
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public boolean interspersed() {
        return false;
    }

    @Override
    public Help help() {
        return new Help(
                "Run a command in a modified user namespace",
                "Runs a command ($SHELL when there is none) in the user namespace in which jpod works.",
                "[options] [COMMAND [ARG...]]",
                """
                unshare id
                unshare cat /proc/self/uid_map
                """);
    }

    /** Root of the machine has no namespace of its own to show. */
    private static boolean hasEveryId() {
        try {
            return Files.readString(Path.of("/proc/self/uid_map")).trim().endsWith(" 4294967295");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int run(Invocation call) {
        if (hasEveryId()) {
            throw JpodException.usage("please use unshare with rootless");
        }
        Map<String, String> environment = call.context().environment();
        List<String> words = new ArrayList<>(call.arguments());
        if (words.isEmpty()) {
            words.add(environment.getOrDefault("SHELL", "/bin/sh"));
        }
        List<String> variables = new ArrayList<>(environment.size());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            variables.add(variable.getKey() + "=" + variable.getValue());
        }
        call.out().flush();
        String[] argv = words.toArray(new String[0]);
        String[] env = variables.toArray(new String[0]);
        String name = words.get(0);
        String program = find(name, environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        if (program.isEmpty()) {
            Errors.report(
                    call.err(), JpodException.notFound("exec: \"" + name + "\": executable file not found in $PATH"));
            return Errors.NOT_FOUND;
        }
        try {
            ProgramReplacement.of(call.posix()).exec(program, argv, env);
            throw new IllegalStateException("exec came back");
        } catch (PosixException e) {
            Errors.report(call.err(), JpodException.usage("fork/exec " + program + ": " + Errno.text(e.errno())));
            return e.errno() == Errno.ENOENT ? Errors.NOT_FOUND : Errors.NOT_INVOKABLE;
        }
    }

    /** Where a program is: a name with a slash is where it says; empty for one that is nowhere on the path. */
    private static String find(String name, String path) {
        if (name.indexOf('/') >= 0) {
            return name;
        }
        int start = 0;
        while (start <= path.length()) {
            int colon = path.indexOf(':', start);
            int end = colon < 0 ? path.length() : colon;
            Path candidate = Path.of(end == start ? "." : path.substring(start, end), name);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate.toString();
            }
            start = end + 1;
        }
        return "";
    }
}
