package io.jpod.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names of commands, for help and for wrong ones. Not on the way of a command that exists. */
final class CommandCatalog {
    private static final String GROUPS = "artifact container image manifest plugin system volume";
    private static final String PLAIN =
            "artifact attach commit completion container create diff exec export help history image images import info"
                    + " inspect kill load login logout logs manifest mount pause plugin port ps pull push rename restart rm rmi run"
                    + " save search start stop system tag top unmount unpause unshare untag version volume wait";
    private static final String CONTAINER =
            "attach cleanup commit create diff exec exists export inspect kill list logs mount pause port prune ps"
                    + " rename restart rm run start stop top unmount unpause wait";
    private static final String IMAGE =
            "diff exists history import inspect list load mount prune pull push rm save scp search sign tag tree trust"
                    + " unmount untag";
    private static final String VOLUME = "create exists inspect ls mount prune rm unmount";
    private static final String PLUGIN = "disable enable inspect install list ls rm verify";
    private static final String SYSTEM = "check df info migrate prune reset session";

    /** What podman has and this version has not. */
    private static final String LATER =
            "auto-update build builder buildx compose cp events farm generate healthcheck init kube"
                    + " machine network play pod quadlet secret stats update";

    private static final String LATER_CONTAINER = "checkpoint clone cp init restore runlabel stats update";
    private static final String LATER_IMAGE = "build";
    private static final String LATER_VOLUME = "export import reload";
    private static final String LATER_PLUGIN = "create push set upgrade";
    private static final String LATER_SYSTEM = "connection events renumber service";

    private CommandCatalog() {}

    static List<String> groups() {
        return words(GROUPS);
    }

    static List<String> names(String group) {
        switch (group) {
            case "container":
                return words(CONTAINER);
            case "image":
                return words(IMAGE);
            case "image trust":
                return words("set show");
            case "artifact":
                return words("add extract inspect ls pull push rm");
            case "manifest":
                return words("add annotate create exists inspect push remove rm");
            case "volume":
                return words(VOLUME);
            case "plugin":
                return words(PLUGIN);
            case "system":
                return words(SYSTEM);
            default:
                return words(PLAIN);
        }
    }

    private static List<String> later(String group) {
        switch (group) {
            case "artifact", "image trust", "manifest":
                return List.of();
            case "container":
                return words(LATER_CONTAINER);
            case "image":
                return words(LATER_IMAGE);
            case "volume":
                return words(LATER_VOLUME);
            case "plugin":
                return words(LATER_PLUGIN);
            case "system":
                return words(LATER_SYSTEM);
            default:
                return words(LATER);
        }
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", 0));
    }

    static String groupSummary(String group) {
        switch (group) {
            case "container":
                return "Manage containers";
            case "image":
                return "Manage images";
            case "artifact":
                return "Manage OCI artifacts";
            case "manifest":
                return "Manipulate manifest lists and image indexes";
            case "image trust":
                return "Manage container image trust policy";
            case "plugin":
                return "Manage plug-ins";
            case "volume":
                return "Manage volumes";
            default:
                return "Manage " + Cli.PROGRAM;
        }
    }

    static String summary(String group, String name) {
        if (group.isEmpty() && words(GROUPS).contains(name)) {
            return groupSummary(name);
        }
        if (CommandTable.isGroup(group + " " + name)) {
            return groupSummary(group + " " + name);
        }
        if (group.isEmpty() && name.equals("help")) {
            return "Help about any command";
        }
        Command command = CommandTable.find(group, name);
        return command == null ? "" : command.help().summary();
    }

    /** The message for a word that is no command here. */
    static String unknown(String group, String name) {
        String path = group.isEmpty() ? Cli.PROGRAM : Cli.PROGRAM + " " + group;
        if (later(group).contains(name)) {
            return path + " " + name + " is not supported by this version of " + Cli.PROGRAM;
        }
        StringBuilder out = new StringBuilder("unrecognized command `" + path + " " + name + "`\n");
        List<String> similar = similar(group, name);
        if (!similar.isEmpty()) {
            out.append("\nDid you mean this?\n");
            for (String candidate : similar) {
                out.append('\t').append(candidate).append('\n');
            }
            out.append('\n');
        }
        return out.append("Try '")
                .append(path)
                .append(" --help' for more information")
                .toString();
    }

    /** Names that begin so, and for commands without a group those at most two edits away. */
    private static List<String> similar(String group, String name) {
        int most = group.isEmpty() ? 2 : 0;
        String typed = name.toLowerCase(Locale.ROOT);
        List<String> result = new ArrayList<>();
        for (String candidate : names(group)) {
            if (candidate.startsWith(typed) || distance(typed, candidate) <= most) {
                result.add(candidate);
            }
        }
        return result;
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
