package io.jpod.cli;

import io.jpod.cli.option.Options;
import io.jpod.engine.Containers;
import io.jpod.engine.Contents;
import io.jpod.engine.Images;
import io.jpod.engine.Store;
import io.jpod.engine.Volumes;
import io.jpod.plugins.store.PluginStore;
import io.jpod.support.posix.Posix;
import java.util.List;

/** One command line on its way: what the user said, where answers go, and the engine, opened when first asked for. */
public final class Invocation {
    private final CliContext context;
    private final GlobalOptions globals;
    private final String path;
    private final Options options;
    private final List<String> arguments;
    private final List<String> commandLine;
    private final Console out;
    private final Console err;
    private EngineSession session;
    private PluginStore plugins;

    Invocation(
            CliContext context,
            GlobalOptions globals,
            String path,
            Options options,
            List<String> arguments,
            List<String> commandLine,
            Console out,
            Console err) {
        this.context = context;
        this.globals = globals;
        this.path = path;
        this.options = options;
        this.arguments = arguments;
        this.commandLine = commandLine;
        this.out = out;
        this.err = err;
    }

    public CliContext context() {
        return context;
    }

    public GlobalOptions globals() {
        return globals;
    }

    /** The program and the command, for example {@code jpod container rm}. */
    public String path() {
        return path;
    }

    public Options options() {
        return options;
    }

    public List<String> arguments() {
        return arguments;
    }

    /** The program's name and all words, as typed. */
    public List<String> commandLine() {
        return commandLine;
    }

    /** For results. */
    public Console out() {
        return out;
    }

    /** For everything else. */
    public Console err() {
        return err;
    }

    public Posix posix() {
        return context.posix().get();
    }

    public EngineSession session() {
        if (session == null) {
            session = context.engines().open(globals);
        }
        return session;
    }

    public Containers containers() {
        return session().containers();
    }

    public Images images() {
        return session().images();
    }

    public Volumes volumes() {
        return session().volumes();
    }

    public Contents contents() {
        return session().contents();
    }

    public PluginStore plugins() {
        if (plugins == null) {
            plugins = context.engines().plugins(globals);
        }
        return plugins;
    }

    /** The words that run this program again with the same global options; the first is its path. */
    public List<String> selfCommand() {
        return context.engines().selfCommand(globals);
    }

    public Store store() {
        return session().store();
    }

    void close() {
        if (plugins != null) {
            plugins.close();
        }
        if (session != null) {
            session.close();
        }
    }
}
