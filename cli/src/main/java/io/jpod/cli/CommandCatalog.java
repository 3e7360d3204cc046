package io.jpod.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names of commands, for help and for wrong ones. Not on the way of a command that exists. */
final class CommandCatalog {
    private static final String GROUPS = "container image system volume";
    private static final String PLAIN =
            "attach container create exec help image images import info inspect kill load logs pause port ps"
                    + " pull push rename restart rm rmi run start stop system tag top unpause unshare untag version volume wait";
    private static final String CONTAINER =
            "attach cleanup create exec exists inspect kill list logs pause port ps rename restart rm run"
                    + " start stop top unpause wait";
    private static final String IMAGE = "exists import inspect list load pull push rm tag untag";
    private static final String VOLUME = "create exists inspect ls prune rm";
    private static final String SYSTEM = "info migrate";

    /** What podman has and this version has not. */
    private static final String LATER =
            "artifact auto-update build builder buildx commit completion compose cp diff events export farm"
                    + " generate healthcheck history init kube login logout machine manifest mount network play pod quadlet save search"
                    + " secret stats umount unmount update";

    private static final String LATER_CONTAINER =
            "checkpoint clone commit cp diff export init mount prune restore runlabel stats umount unmount update";
    private static final String LATER_IMAGE =
            "build diff history mount prune save scp search sign tree trust umount unmount";
    private static final String LATER_VOLUME = "export import mount reload umount unmount";
    private static final String LATER_SYSTEM = "check connection df events prune renumber reset service";

    private CommandCatalog() {}

    static List<String> names(String group) {
        switch (group) {
            case "container":
                return words(CONTAINER);
            case "image":
                return words(IMAGE);
            case "volume":
                return words(VOLUME);
            case "system":
                return words(SYSTEM);
            default:
                return words(PLAIN);
        }
    }

    private static List<String> later(String group) {
        switch (group) {
            case "container":
                return words(LATER_CONTAINER);
            case "image":
                return words(LATER_IMAGE);
            case "volume":
                return words(LATER_VOLUME);
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
