package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.support.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What runs, and with which input and output. */
final class ProcessParser {
    private final Options options;
    private final Definitions definitions;
    private final boolean run;

    ProcessParser(Options options, Definitions definitions, boolean run) {
        this.options = options;
        this.definitions = definitions;
        this.run = run;
    }

    ProcessOptions parse(List<String> command) {
        ProcessOptions.Builder builder = ProcessOptions.builder()
                .command(command)
                .env(definitions.environment(options))
                .envHost(options.flag("env-host"))
                .envMerge(definitions.merged(options))
                .unsetEnv(options.list("unsetenv"))
                .unsetEnvAll(options.flag("unsetenv-all"))
                .httpProxy(options.flag("http-proxy"))
                .user(options.text("user"))
                .hostUsers(options.list("hostuser"))
                .groupAdd(groups())
                .passwd(options.flag("passwd"))
                .passwdEntry(options.text("passwd-entry"))
                .groupEntry(options.text("group-entry"))
                .workingDirectory(options.text("workdir"))
                .umask(umask())
                .terminal(options.flag("tty"))
                .interactive(options.flag("interactive"))
                .init(options.flag("init"))
                .initPath(options.text("init-path"))
                .systemd(systemd())
                .timezone(options.text("tz"))
                .personality(options.text("personality"))
                .ulimits(ulimits());
        if (options.given("entrypoint")) {
            builder.entrypointGiven(true).entrypoint(entrypoint(options.text("entrypoint")));
        }
        if (options.given("oom-score-adj")) {
            builder.oomScoreAdj((int) options.number("oom-score-adj"));
        }
        if (run) {
            builder.preserveFds(Descriptors.preserved(options));
        }
        attach(builder);
        return builder.build();
    }

    private void attach(ProcessOptions.Builder builder) {
        boolean in = false;
        boolean out = false;
        boolean err = false;
        for (String stream : options.list("attach")) {
            switch (stream.toLowerCase(Locale.ROOT)) {
                case "stdin":
                    in = true;
                    break;
                case "stdout":
                    out = true;
                    break;
                case "stderr":
                    err = true;
                    break;
                default:
                    throw JpodException.usage("invalid stream " + GoText.quote(stream)
                            + " for --attach - must be one of stdin, stdout, or stderr: invalid argument");
            }
        }
        if (!options.given("attach")) {
            in = options.flag("interactive");
            out = true;
            err = true;
        }
        boolean detached = run && options.flag("detach");
        builder.attachStdin(in && !detached).attachStdout(out && !detached).attachStderr(err && !detached);
    }

    /** A JSON array of words, or one word. */
    static List<String> entrypoint(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        if (text.startsWith("[")) {
            try {
                if (Json.parse(text) instanceof List<?> words) {
                    List<String> result = new ArrayList<>();
                    for (Object word : words) {
                        if (!(word instanceof String)) {
                            return List.of(text);
                        }
                        result.add((String) word);
                    }
                    return result;
                }
            } catch (JpodException e) {
                return List.of(text);
            }
        }
        return List.of(text);
    }

    private List<String> groups() {
        List<String> groups = options.list("group-add");
        if (groups.size() > 1 && groups.contains("keep-groups")) {
            throw JpodException.usage(
                    "the '--group-add keep-groups' option is not allowed with any other --group-add options");
        }
        return groups;
    }

    private String umask() {
        if (!options.given("umask")) {
            return "";
        }
        String text = options.text("umask");
        boolean octal = !text.isEmpty() && text.length() <= 4;
        for (int i = 0; i < text.length(); i++) {
            octal &= text.charAt(i) >= '0' && text.charAt(i) <= '7';
        }
        if (!octal) {
            throw JpodException.usage(
                    "running container create option: invalid umask string " + text + ": invalid argument");
        }
        return "0000".substring(text.length()) + text;
    }

    private String systemd() {
        String text = options.text("systemd").toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false") && !text.equals("always")) {
            throw JpodException.usage("invalid config provided: --systemd values must be one of"
                    + " \"true, false, always\": invalid configuration");
        }
        return text;
    }

    private List<String> ulimits() {
        List<String> result = new ArrayList<>();
        for (String text : options.list("ulimit")) {
            result.add(text.equals("host") ? text : ulimit(text));
        }
        return result;
    }

    private static String ulimit(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw ulimitError(text, "invalid ulimit argument: " + text);
        }
        String name = text.substring(0, equals);
        if (!isUlimit(name)) {
            throw ulimitError(text, "invalid ulimit type: " + name);
        }
        String limits = text.substring(equals + 1);
        int colon = limits.indexOf(':');
        long soft = limit(text, colon < 0 ? limits : limits.substring(0, colon));
        long hard = colon < 0 ? soft : limit(text, limits.substring(colon + 1));
        if (hard != -1 && (soft == -1 || soft > hard)) {
            throw ulimitError(
                    text, "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
        }
        return name + "=" + soft + ":" + hard;
    }

    private static long limit(String whole, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ulimitError(whole, GoText.notANumber("strconv.ParseInt", text));
        }
    }

    private static boolean isUlimit(String name) {
        switch (name) {
            case "core",
                    "cpu",
                    "data",
                    "fsize",
                    "locks",
                    "memlock",
                    "msgqueue",
                    "nice",
                    "nofile",
                    "nproc",
                    "rss",
                    "rtprio",
                    "rttime",
                    "sigpending",
                    "stack":
                return true;
            default:
                return false;
        }
    }

    private static JpodException ulimitError(String text, String why) {
        return JpodException.usage(
                "ulimit option " + GoText.quote(text) + " requires name=SOFT:HARD, failed to be parsed: " + why);
    }
}
