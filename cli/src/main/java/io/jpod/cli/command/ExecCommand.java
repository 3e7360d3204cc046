package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Errors;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.Definitions;
import io.jpod.cli.create.Descriptors;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.ExecRequest;
import java.util.List;
import java.util.OptionalInt;

/** {@code exec}. */
public final class ExecCommand implements Command {
    private static final String OPTIONS = """
            cidfile string Read the container's id from a file
            detach,d bool Do not wait; print the session's id
            detach-keys string Keys that detach: one letter, or ctrl-<key>, separated by commas (default "ctrl-p,ctrl-q")
            env,e array Set an environment variable
            env-file strings Read environment variables from a file
            interactive,i bool Keep standard input open
            latest,l bool Take the container that was created last
            no-session bool Do not show the session to other commands
            preserve-fd strings Pass these file descriptors on
            preserve-fds uint Pass this many file descriptors after the standard ones on
            privileged bool Give all privileges that the user has
            tty,t bool Give the process a terminal
            user,u string User and group (`user[:group]`)
            workdir,w string Working directory
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
        return new Help("Run a process in a running container", "[options] CONTAINER [COMMAND [ARG...]]", """
                exec -it web sh
                exec web cat /etc/hosts
                """);
    }

    /** What podman exits with when a session cannot be made. */
    private static final int NO_SESSION = 255;

    @Override
    public int run(Invocation call) {
        Options options = call.options();
        List<String> words = call.arguments();
        boolean named = !options.flag("latest") && options.text("cidfile").isEmpty();
        if (named && words.isEmpty()) {
            throw JpodException.usage("exec requires the name or ID of a container or the --latest flag");
        }
        ExecRequest request = request(call, named ? words.subList(1, words.size()) : words);
        Snapshot container = named ? call.containers().get(words.get(0)) : unnamed(call);
        try {
            return run(call, container, request);
        } catch (JpodException e) {
            int code = Errors.exitCode(e);
            if (code != Errors.ENGINE || options.flag("detach")) {
                throw e;
            }
            call.out().flush();
            Errors.report(call.err(), e);
            return NO_SESSION;
        }
    }

    private static Snapshot unnamed(Invocation call) {
        String file = call.options().text("cidfile");
        return file.isEmpty() ? Selection.latest(call) : call.containers().get(new Selection(call).idFrom(file));
    }

    private static int run(Invocation call, Snapshot container, ExecRequest request) {
        if (request.command().isEmpty()) {
            throw JpodException.usage("must provide a non-empty command to start an exec session: invalid argument");
        }
        String id = container.config().id();
        if (call.options().flag("detach")) {
            call.out().println(call.containers().execDetached(id, request));
            return 0;
        }
        PreservedDescriptors.check(request.preserveFds());
        Streams.warnWithoutTerminal(call, request.terminal(), request.interactive());
        AttachOptions streams = Streams.options(call, request.interactive(), true, true, request.terminal(), false);
        OptionalInt code = call.containers().exec(id, request, streams);
        return code.orElse(0);
    }

    private static ExecRequest request(Invocation call, List<String> command) {
        Options options = call.options();
        return ExecRequest.builder()
                .command(command)
                .env(new Definitions(call.context().directory(), call.context().environment()).environment(options))
                .user(options.text("user"))
                .workingDirectory(options.text("workdir"))
                .terminal(options.flag("tty"))
                .interactive(options.flag("interactive"))
                .privileged(options.flag("privileged"))
                .listed(!options.flag("no-session"))
                .preserveFds(Descriptors.preserved(options))
                .build();
    }
}
