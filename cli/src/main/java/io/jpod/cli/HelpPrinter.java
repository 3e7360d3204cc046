package io.jpod.cli;

import io.jpod.cli.option.OptionKind;
import io.jpod.cli.option.OptionSpec;
import io.jpod.cli.option.OptionTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Help in podman's layout, made from commands and their option tables. */
final class HelpPrinter {
    private static final int NAME_WIDTH = 11;

    private HelpPrinter() {}

    static void root(Console out) {
        out.println("Run containers, pods and images without a daemon and without root")
                .println("");
        out.println("Usage:")
                .println("  " + Cli.PROGRAM + " [options] [command]")
                .println("");
        commands(out, "");
        out.println("Options:");
        List<OptionSpec> options = new ArrayList<>(GlobalFlags.TABLE.all());
        options.addAll(GlobalFlags.ROOT_ONLY.all());
        options(out, options, "Help for " + Cli.PROGRAM);
        out.println("");
    }

    static void group(Console out, String group) {
        out.println(CommandCatalog.groupSummary(group)).println("");
        out.println("Description:")
                .println("  " + CommandCatalog.groupSummary(group))
                .println("");
        out.println("Usage:")
                .println("  " + Cli.PROGRAM + " " + group + " [command]")
                .println("");
        commands(out, group);
    }

    private static void commands(Console out, String group) {
        out.println("Available Commands:");
        for (String name : CommandCatalog.names(group)) {
            out.print("  ").print(name);
            for (int i = name.length(); i < NAME_WIDTH; i++) {
                out.print(" ");
            }
            out.print(" ").println(CommandCatalog.summary(group, name));
        }
        out.println("");
    }

    static void command(Console out, String path, Command command) {
        Help help = command.help();
        out.println(help.summary()).println("");
        out.println("Description:").println("  " + help.description()).println("");
        out.println("Usage:").println("  " + path + " " + help.usage()).println("");
        if (!help.examples().isEmpty()) {
            out.println("Examples:");
            for (String line : help.examples().split("\n", 0)) {
                out.println("  " + Cli.PROGRAM + " " + line);
            }
            out.println("");
        }
        List<OptionSpec> options = shown(command.options());
        if (!options.isEmpty()) {
            out.println("Options:");
            options(out, options, "");
        }
    }

    /** {@code help COMMAND…}. */
    static int topic(Console out, Console err, List<String> words) {
        if (words.isEmpty()) {
            root(out);
            return 0;
        }
        String first = words.get(0);
        if (CommandTable.isGroup(first)) {
            Command inGroup = words.size() > 1 ? CommandTable.find(first, words.get(1)) : null;
            if (inGroup == null) {
                group(out, first);
            } else {
                command(out, Cli.PROGRAM + " " + first + " " + words.get(1), inGroup);
            }
            return 0;
        }
        Command command = CommandTable.find("", first);
        if (command != null) {
            command(out, Cli.PROGRAM + " " + first, command);
            return 0;
        }
        err.println("Unknown help topic [`" + String.join(" ", words) + "`]");
        root(out);
        return 0;
    }

    static List<OptionSpec> shown(OptionTable table) {
        List<OptionSpec> result = new ArrayList<>();
        for (OptionSpec option : table.all()) {
            if (!option.mark().equals("refused") && !option.mark().equals("hidden")) {
                result.add(option);
            }
        }
        return result;
    }

    private static void options(Console out, List<OptionSpec> all, String ownHelp) {
        List<OptionSpec> options = new ArrayList<>();
        for (OptionSpec option : all) {
            if (!option.mark().equals("refused") && !option.mark().equals("hidden")) {
                options.add(option);
            }
        }
        if (!ownHelp.isEmpty()) {
            options.add(new OptionSpec("help", (char) 0, "", OptionKind.BOOL, "", "", ownHelp));
        }
        options.sort(Comparator.comparing(OptionSpec::name));
        List<String> heads = new ArrayList<>();
        int width = 0;
        for (OptionSpec option : options) {
            String value = option.valueName();
            String head = (option.shortName() == 0 ? "      " : "  -" + option.shortName() + ", ") + "--"
                    + option.name() + (value.isEmpty() ? "" : " " + value);
            heads.add(head);
            width = Math.max(width, head.length());
        }
        for (int i = 0; i < options.size(); i++) {
            StringBuilder line = new StringBuilder(heads.get(i));
            while (line.length() < width + 3) {
                line.append(' ');
            }
            out.println(line.append(description(options.get(i))).toString().stripTrailing());
        }
    }

    private static String description(OptionSpec option) {
        String text = option.description().replace("`", "");
        String fallback = option.fallback();
        if (fallback.isEmpty() || fallback.equals("false")) {
            return text;
        }
        boolean quoted = option.kind() == OptionKind.STRING;
        return text + " (default " + (quoted ? "\"" + fallback + "\"" : fallback) + ")";
    }
}
