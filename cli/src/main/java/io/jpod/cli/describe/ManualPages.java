package io.jpod.cli.describe;

import io.jpod.cli.Cli;
import io.jpod.cli.Command;
import io.jpod.cli.CommandDirectory;
import io.jpod.cli.Help;
import io.jpod.cli.option.OptionSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Manual pages, one a command, in the macros of man(7). */
final class ManualPages {
    private final String version;
    private final Map<String, String> pages = new LinkedHashMap<>();

    private ManualPages(String version) {
        this.version = version;
    }

    /** Text by name: {@code jpod-run}. A command under a second name has a page that includes the first's. */
    static Map<String, String> pages(String version) {
        ManualPages manual = new ManualPages(version);
        manual.root();
        manual.group("");
        return manual.pages;
    }

    private void root() {
        StringBuilder page = begin(Cli.PROGRAM, "run containers without root and without a daemon");
        page.append(".SH SYNOPSIS\n.B ").append(Cli.PROGRAM).append("\n[options] command\n");
        page.append(".SH DESCRIPTION\n");
        page.append(
                        text(
                                "jpod runs containers and manages their images, volumes and networks. Its commands, options, formats,"
                                        + " files and exit codes are those of podman. What it runs containers with, keeps layers in and connects"
                                        + " networks by are plug-ins, chosen by options, configuration files or what a host can do."))
                .append('\n');
        options(page, CommandDirectory.globalOptions(), "GLOBAL OPTIONS");
        page.append(".SH COMMANDS\n");
        for (String name : CommandDirectory.names("")) {
            entry(page, "", name);
        }
        page.append(".SH EXIT STATUS\nThat of the container's command, or\n");
        item(page, "125", "jpod failed, or the command line is wrong");
        item(page, "126", "the container's command cannot be invoked");
        item(page, "127", "the container's command cannot be found");
        page.append(".SH FILES\n");
        item(page, "~/.local/share/jpod, /var/lib/jpod", "images, containers, volumes");
        item(page, "~/.local/share/jpod/plugins, /usr/local/lib/jpod/plugins, /usr/lib/jpod/plugins", "plug-ins");
        item(page, "containers.conf, storage.conf, registries.conf", "configuration, in podman's places");
        seeAlso(page, List.of("containers.conf(5)", "crun(1)", "conmon(8)"));
        pages.put(Cli.PROGRAM, page.toString());
    }

    private void group(String group) {
        String prefix = group.isEmpty() ? Cli.PROGRAM : Cli.PROGRAM + "-" + group.replace(' ', '-');
        if (!group.isEmpty()) {
            int space = group.lastIndexOf(' ');
            String summary =
                    CommandDirectory.summary(space < 0 ? "" : group.substring(0, space), group.substring(space + 1));
            StringBuilder page = begin(prefix, summary);
            page.append(".SH SYNOPSIS\n.B ").append(prefix.replace("-", " ")).append("\ncommand\n.SH COMMANDS\n");
            for (String name : CommandDirectory.names(group)) {
                entry(page, group, name);
            }
            seeAlso(page, List.of(Cli.PROGRAM + "(1)"));
            pages.put(prefix, page.toString());
        }
        for (String name : CommandDirectory.names(group)) {
            String inner = CommandDirectory.groupAt(group, name);
            if (!inner.isEmpty()) {
                group(inner);
            }
            Command command = CommandDirectory.find(group, name);
            if (command != null) {
                String first = firstPage(group, command);
                pages.put(
                        prefix + "-" + name,
                        first.isEmpty() ? command(prefix, name, group, command) : ".so man1/" + first + ".1\n");
            }
        }
    }

    /** The page of the same command without its group; empty when there is none. */
    private String firstPage(String group, Command command) {
        if (group.isEmpty()) {
            return "";
        }
        for (String name : CommandDirectory.names("")) {
            Command plain = CommandDirectory.find("", name);
            if (plain != null
                    && plain.getClass() == command.getClass()
                    && plain.help().summary().equals(command.help().summary())) {
                return Cli.PROGRAM + "-" + name;
            }
        }
        return "";
    }

    private String command(String prefix, String name, String group, Command command) {
        Help help = command.help();
        StringBuilder page = begin(prefix + "-" + name, help.summary());
        String path = prefix.replace('-', ' ') + " " + name;
        page.append(".SH SYNOPSIS\n.B ").append(path).append('\n');
        page.append(text(help.usage())).append('\n');
        page.append(".SH DESCRIPTION\n").append(text(help.description())).append('\n');
        options(page, CommandDirectory.options(command), "OPTIONS");
        if (!help.examples().isEmpty()) {
            page.append(".SH EXAMPLES\n.nf\n");
            for (String line : help.examples().split("\n", 0)) {
                page.append(text("$ " + Cli.PROGRAM + " " + line)).append('\n');
            }
            page.append(".fi\n");
        }
        List<String> related = new ArrayList<>(List.of(Cli.PROGRAM + "(1)"));
        if (!group.isEmpty()) {
            related.add(prefix + "(1)");
        }
        seeAlso(page, related);
        return page.toString();
    }

    private StringBuilder begin(String name, String summary) {
        StringBuilder page = new StringBuilder();
        page.append(".TH ").append(name.toUpperCase(java.util.Locale.ROOT).replace("-", "\\-"));
        page.append(" 1 \"\" \"jpod ").append(version).append("\" \"jpod\"\n.SH NAME\n");
        return page.append(text(name)).append(" \\- ").append(text(summary)).append('\n');
    }

    private static void entry(StringBuilder page, String group, String name) {
        item(page, name, CommandDirectory.summary(group, name));
    }

    private static void item(StringBuilder page, String head, String body) {
        page.append(".TP\n.B ")
                .append(text(head))
                .append('\n')
                .append(text(body))
                .append('\n');
    }

    private static void options(StringBuilder page, List<OptionSpec> options, String title) {
        if (options.isEmpty()) {
            return;
        }
        page.append(".SH ").append(title).append('\n');
        options.sort(Comparator.comparing(OptionSpec::name));
        for (OptionSpec option : options) {
            page.append(".TP\n\\fB");
            if (option.shortName() != 0) {
                page.append("\\-").append(option.shortName()).append("\\fR, \\fB");
            }
            page.append("\\-\\-").append(text(option.name())).append("\\fR");
            if (!option.valueName().isEmpty()) {
                page.append(" \\fI").append(text(option.valueName())).append("\\fR");
            }
            page.append('\n').append(text(option.description().replace("`", "")));
            if (!option.fallback().isEmpty() && !option.fallback().equals("false")) {
                page.append(text(" (default " + option.fallback() + ")"));
            }
            page.append('\n');
        }
    }

    private static void seeAlso(StringBuilder page, List<String> names) {
        page.append(".SH SEE ALSO\n");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int section = name.indexOf('(');
            page.append(".BR ").append(text(name.substring(0, section))).append(' ');
            page.append(name.substring(section)).append(i + 1 < names.size() ? " ,\n" : "\n");
        }
    }

    /** What troff would read as its own is escaped. */
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
