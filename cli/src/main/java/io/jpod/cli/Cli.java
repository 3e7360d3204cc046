package io.jpod.cli;

import io.jpod.api.JpodException;
import io.jpod.cli.describe.Completion;
import io.jpod.cli.option.ArgumentParser;
import io.jpod.cli.option.OptionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The whole command line: one object for one call of {@link #run}. */
public final class Cli {
    /** The name in usage texts. */
    public static final String PROGRAM = "jpod";

    private static final int BROKEN_PIPE = 128 + 13;

    private final CliContext context;
    private final Console out;
    private final Console err;

    public Cli(CliContext context) {
        this.context = context;
        this.out = new Console(context.stdout());
        this.err = new Console(context.stderr());
    }

    /**
     * Runs one command line.
     *
     * @param args without the program's name
     * @return the exit code: 125 for failures of the engine and wrong usage, 126 and 127 for commands that cannot be started, else the
     *     container's or the command's own
     */
    public int run(String[] args) {
        try {
            int code = dispatch(Arrays.asList(args));
            out.flush();
            err.flush();
            return code;
        } catch (Console.Closed e) {
            return BROKEN_PIPE;
        }
    }

    private int dispatch(List<String> words) {
        ArgumentParser first = new ArgumentParser(false, GlobalFlags.TABLE, GlobalFlags.ROOT_ONLY);
        try {
            first.parse(words);
        } catch (OptionException e) {
            return usageError(PROGRAM, e);
        }
        if (first.options().flag("trace")) {
            context.engines().showPhases();
        }
        if (first.helpWanted()) {
            HelpPrinter.root(out);
            return 0;
        }
        if (first.options().flag("version")) {
            out.println(PROGRAM + " version " + context.build().version());
            return 0;
        }
        List<String> rest = first.arguments();
        if (rest.isEmpty()) {
            HelpPrinter.root(out);
            return error("missing command '" + PROGRAM + " COMMAND'");
        }
        String name = rest.get(0);
        if (CommandTable.isGroup(name)) {
            return group(name, words, first, rest);
        }
        Command command = CommandTable.find("", name);
        if (command != null) {
            return execute(PROGRAM + " " + name, command, words, first, rest.subList(1, rest.size()));
        }
        if (name.startsWith(Completion.WORD)) {
            return complete(words, first, rest);
        }
        if (name.equals("help")) {
            return HelpPrinter.topic(out, err, rest.subList(1, rest.size()));
        }
        return error(CommandCatalog.unknown("", name));
    }

    private int group(String group, List<String> words, ArgumentParser first, List<String> rest) {
        String path = PROGRAM + " " + group;
        ArgumentParser second = new ArgumentParser(false, GlobalFlags.TABLE);
        try {
            second.parse(rest.subList(1, rest.size()));
        } catch (OptionException e) {
            return usageError(path, e);
        }
        List<String> left = second.arguments();
        if (second.helpWanted() || left.isEmpty()) {
            HelpPrinter.group(out, group);
            return second.helpWanted() ? 0 : error("missing command '" + path + " COMMAND'");
        }
        int commandAt = rest.size() - left.size();
        List<String> commandWords = new ArrayList<>(rest.subList(1, commandAt));
        commandWords.addAll(rest.subList(commandAt + 1, rest.size()));
        String inner = group + " " + left.get(0);
        if (CommandTable.isGroup(inner)) {
            commandWords.add(0, left.get(0));
            return group(inner, words, first, commandWords);
        }
        Command command = CommandTable.find(group, left.get(0));
        if (command == null) {
            return error(CommandCatalog.unknown(group, left.get(0)));
        }
        return execute(path + " " + left.get(0), command, words, first, commandWords);
    }

    private int execute(String path, Command command, List<String> words, ArgumentParser first, List<String> rest) {
        ArgumentParser parser = new ArgumentParser(command.interspersed(), command.options(), GlobalFlags.TABLE);
        try {
            parser.parse(rest);
        } catch (OptionException e) {
            return usageError(path, e);
        }
        if (parser.helpWanted()) {
            HelpPrinter.command(out, path, command);
            return 0;
        }
        GlobalOptions globals = GlobalFlags.read(first.options(), parser.options());
        if (!GlobalFlags.isLogLevel(globals.logLevel())) {
            err.println(GlobalFlags.badLogLevel(globals.logLevel()));
            return 1;
        }
        if (!globals.cgroupManager().isEmpty()
                && !globals.cgroupManager().equals("cgroupfs")
                && !globals.cgroupManager().equals("systemd")) {
            return error("configuring runtime: cgroup manager must be one of cgroupfs and systemd: invalid argument");
        }
        if (!globals.eventsBackend().isEmpty() && !globals.eventsBackend().equals("none")) {
            return error(eventsRefusal(globals.eventsBackend()));
        }
        if (globals.out().isEmpty()) {
            return execute(path, command, words, parser, globals, out);
        }
        try (OutputStream file = Files.newOutputStream(context.directory().resolve(globals.out()))) {
            Console results = new Console(file);
            int code = execute(path, command, words, parser, globals, results);
            results.flush();
            return code;
        } catch (IOException e) {
            Errors.report(err, JpodException.host("opening " + globals.out() + " for --out", e));
            return Errors.ENGINE;
        }
    }

    private static String eventsRefusal(String backend) {
        return backend.equals("file") || backend.equals("journald")
                ? "--events-backend " + backend + " is not supported by this version of jpod: events are not kept"
                : "unknown events backend \"" + backend + "\": it must be none";
    }

    private int execute(
            String path,
            Command command,
            List<String> words,
            ArgumentParser parser,
            GlobalOptions globals,
            Console results) {
        List<String> commandLine = new ArrayList<>(words.size() + 1);
        commandLine.add(PROGRAM);
        commandLine.addAll(words);
        Invocation call =
                new Invocation(context, globals, path, parser.options(), parser.arguments(), commandLine, results, err);
        try {
            return command.run(call);
        } catch (Console.Closed e) {
            throw e;
        } catch (OptionException e) {
            return usageError(path, e);
        } catch (RuntimeException e) {
            results.flush();
            Errors.report(err, e);
            if (globals.logLevel().equals("debug") || globals.logLevel().equals("trace")) {
                err.println(Stacks.text(e));
            }
            return Errors.exitCode(e);
        } finally {
            call.close();
        }
    }

    /** What follows is somebody's unfinished command line, so nothing of it is an option of ours. */
    private int complete(List<String> words, ArgumentParser first, List<String> rest) {
        ArgumentParser none = new ArgumentParser(false, GlobalFlags.TABLE);
        Invocation call = new Invocation(
                context,
                GlobalFlags.read(first.options(), none.options()),
                PROGRAM,
                none.options(),
                rest.subList(1, rest.size()),
                words,
                out,
                err);
        try {
            return Completion.answer(call, !rest.get(0).equals(Completion.WORD_ALONE));
        } finally {
            call.close();
        }
    }

    private int usageError(String path, OptionException failure) {
        err.println("Error: " + failure.getMessage());
        if (!failure.isRefused()) {
            err.println("See '" + path + " --help'");
        }
        return Errors.ENGINE;
    }

    private int error(String message) {
        out.flush();
        err.println("Error: " + message);
        return Errors.ENGINE;
    }
}
