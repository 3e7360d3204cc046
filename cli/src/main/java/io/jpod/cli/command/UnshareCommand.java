package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Errors;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.PosixException;
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

    @Override
    public int run(Invocation call) {
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
        int errno = Errno.ENOENT;
        for (String program :
                candidates(words.get(0), environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"))) {
            try {
                call.posix().exec(program, argv, env);
            } catch (PosixException e) {
                errno = e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR ? errno : e.errno();
            }
        }
        return failed(call, words.get(0), errno);
    }

    private static List<String> candidates(String name, String path) {
        if (name.indexOf('/') >= 0) {
            return List.of(name);
        }
        List<String> result = new ArrayList<>();
        int start = 0;
        while (start <= path.length()) {
            int colon = path.indexOf(':', start);
            int end = colon < 0 ? path.length() : colon;
            result.add((end == start ? "." : path.substring(start, end)) + "/" + name);
            start = end + 1;
        }
        return result;
    }

    private static int failed(Invocation call, String name, int errno) {
        if (errno == Errno.ENOENT) {
            String what = name.indexOf('/') < 0 ? "executable file not found in $PATH" : "no such file or directory";
            Errors.report(
                    call.err(),
                    JpodException.usage(
                            name.indexOf('/') < 0
                                    ? "exec: \"" + name + "\": " + what
                                    : "fork/exec " + name + ": " + what));
            return Errors.NOT_FOUND;
        }
        Errors.report(call.err(), JpodException.usage("fork/exec " + name + ": " + Errno.text(errno)));
        return Errors.NOT_INVOKABLE;
    }
}
