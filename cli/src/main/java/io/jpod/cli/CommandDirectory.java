package io.jpod.cli;

import io.jpod.cli.option.OptionSpec;
import java.util.ArrayList;
import java.util.List;

/** All commands and their options, for what describes the whole program: manual pages and completion. */
public final class CommandDirectory {
    /** Groups of commands, in the order of help. */
    public static final List<String> GROUPS = CommandCatalog.groups();

    private CommandDirectory() {}

    /**
     * Names in help's order, group names among those without a group.
     *
     * @param group empty for commands without one
     */
    public static List<String> names(String group) {
        return CommandCatalog.names(group);
    }

    /**
     * The group that a word opens, also inside another group; empty when the word opens none.
     *
     * @param group empty at the top
     */
    public static String groupAt(String group, String name) {
        String path = group.isEmpty() ? name : group + " " + name;
        return CommandTable.isGroup(path) ? path : "";
    }

    /** The command, or null; a group is none. */
    public static Command find(String group, String name) {
        return CommandTable.find(group, name);
    }

    /** One line about a command or a group. */
    public static String summary(String group, String name) {
        return CommandCatalog.summary(group, name);
    }

    /** Options of a command that help shows. */
    public static List<OptionSpec> options(Command command) {
        return HelpPrinter.shown(command.options());
    }

    /** Options that stand in front of the command's name, too. */
    public static List<OptionSpec> globalOptions() {
        List<OptionSpec> options = new ArrayList<>(HelpPrinter.shown(GlobalFlags.TABLE));
        options.addAll(HelpPrinter.shown(GlobalFlags.ROOT_ONLY));
        return options;
    }
}
