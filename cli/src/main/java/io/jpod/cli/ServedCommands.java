package io.jpod.cli;

import io.jpod.cli.option.ArgumentParser;
import io.jpod.cli.option.OptionException;
import io.jpod.cli.option.Options;
import java.util.List;

/**
 * Which command lines a session may run for a caller: those of which everything is known to mean the same there. An option that is not
 * listed here, also one that is new, makes the command run cold; so does a name that would be looked up in this process's directory.
 */
public final class ServedCommands {
    private static final String EVERYWHERE =
            " cgroup-manager log-level network-cmd-path root runroot runtime storage-driver ";
    private static final String CREATE =
            " add-host annotation attach blkio-weight cap-add cap-drop cgroup-parent cgroupns"
                    + " cgroups cidfile conmon-pidfile cpu-period cpu-quota cpu-shares cpus cpuset-cpus cpuset-mems dns dns-option dns-search"
                    + " entrypoint env env-file env-host env-merge expose group-add hostname http-proxy image-volume init interactive ipc label"
                    + " label-file log-driver memory memory-reservation memory-swap name network no-hostname no-hosts oom-kill-disable"
                    + " oom-score-adj passwd personality pid pidfile pids-limit publish publish-all pull quiet read-only"
                    + " read-only-tmpfs replace restart rm shm-size stop-signal stop-timeout sysctl systemd timeout tmpfs tz ulimit umask"
                    + " unsetenv unsetenv-all user userns uts volume volumes-from workdir ";
    private static final String RUN = CREATE + "detach detach-keys rmi sig-proxy ";
    private static final String EXEC =
            " cidfile detach detach-keys env env-file interactive latest no-session privileged user workdir ";
    /** Values of these are names of files, which the engine, unlike the command line, resolves by its own directory. */
    private static final List<String> FILES = List.of(
            "cidfile",
            "conmon-pidfile",
            "env-file",
            "label-file",
            "network-cmd-path",
            "pidfile",
            "root",
            "runroot",
            "tmpdir");

    private static final List<String> LISTINGS = List.of("ps", "ls", "list", "images", "inspect");

    private ServedCommands() {}

    /**
     * What is to be known of a command line.
     *
     * @param refusal why it has to run cold; empty when it need not
     * @param image that must be there, for it not to be fetched by the session; empty when none
     * @param lists whether it reads what may be a thousand records, and waits for nothing else
     */
    public record Verdict(String refusal, String image, boolean lists) {}

    /** @param typed whether standard input is a terminal */
    public static Verdict of(List<String> words, boolean typed) {
        if (words.isEmpty()) {
            return refused("no command");
        }
        String group = "";
        String name = words.get(0);
        List<String> rest = words.subList(1, words.size());
        if ((name.equals("container") || name.equals("image")) && !rest.isEmpty()) {
            group = name;
            name = rest.get(0);
            rest = rest.subList(1, rest.size());
        }
        String allowed = options(group, name);
        Command command = allowed == null ? null : CommandTable.find(group, name);
        if (command == null) {
            return refused("command " + name);
        }
        ArgumentParser parser = new ArgumentParser(command.interspersed(), command.options(), GlobalFlags.TABLE);
        try {
            parser.parse(rest);
        } catch (OptionException e) {
            return refused("wrong usage");
        }
        if (parser.helpWanted()) {
            return refused("help");
        }
        String refusal = refusal(name, allowed, parser.options(), typed);
        boolean creates = name.equals("run") || name.equals("create");
        return new Verdict(
                refusal,
                creates && !parser.arguments().isEmpty() ? parser.arguments().get(0) : "",
                LISTINGS.contains(name) && !parser.options().given("watch"));
    }

    /** The options that may be given; null for a command that always runs cold, {@code *} for all. */
    private static String options(String group, String name) {
        boolean image = group.equals("image");
        switch (name) {
            case "version":
                return group.isEmpty() ? "*" : null;
            case "images":
                return group.isEmpty() ? "*" : null;
            case "inspect":
                return "*";
            case "ls", "list":
                return "*";
            case "ps":
                return image ? null : "*";
            case "logs":
                return image ? null : " color latest names since tail timestamps until ";
            case "create":
                return image ? null : CREATE;
            case "run":
                return image ? null : RUN;
            case "exec":
                return image ? null : EXEC;
            case "start":
                return image ? null : " all attach filter latest sig-proxy ";
            case "stop", "kill", "rm":
                return image ? null : " all cidfile depend filter force ignore latest signal time volumes ";
            case "wait":
                return image ? null : "*";
            default:
                return null;
        }
    }

    private static String refusal(String name, String allowed, Options options, boolean typed) {
        for (String option : options.givenNames()) {
            if (!allowed.equals("*") && !among(option, allowed) && !among(option, EVERYWHERE)) {
                return "option --" + option;
            }
            if (FILES.contains(option) && !areAbsolute(options, option)) {
                return "relative name in --" + option;
            }
        }
        if (options.given("runtime")
                && options.text("runtime").contains("/")
                && !options.text("runtime").startsWith("/")) {
            return "relative name in --runtime";
        }
        boolean streams = name.equals("run") || name.equals("create") || name.equals("exec");
        if (streams && typed && (options.flag("interactive") || attachesInput(options))) {
            return "input from a terminal";
        }
        if (name.equals("start") && typed && options.flag("attach")) {
            return "a container's terminal";
        }
        return name.equals("run") || name.equals("create") ? pullRefusal(options) : "";
    }

    private static String pullRefusal(Options options) {
        String pull = options.text("pull");
        return pull.equals("missing") || pull.equals("never") ? "" : "option --pull " + pull;
    }

    private static boolean attachesInput(Options options) {
        return options.has("attach") && options.list("attach").contains("stdin");
    }

    private static boolean areAbsolute(Options options, String name) {
        if (options.list(name).isEmpty()) {
            return options.text(name).isEmpty() || options.text(name).startsWith("/");
        }
        for (String file : options.list(name)) {
            if (!file.startsWith("/")) {
                return false;
            }
        }
        return true;
    }

    private static boolean among(String word, String words) {
        return words.contains(" " + word + " ");
    }

    private static Verdict refused(String why) {
        return new Verdict(why, "", false);
    }
}
