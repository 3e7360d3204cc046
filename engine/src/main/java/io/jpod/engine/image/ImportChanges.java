package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.plan.Signals;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Applies {@code --change} instructions to the {@code config} part of an image's configuration, as podman-import(1) reads them. */
final class ImportChanges {
    private final JsonObject config;
    private final JsonObject volumes = new JsonObject();
    private final JsonObject ports = new JsonObject();
    private final JsonObject labels = new JsonObject();
    private final List<String> env = new ArrayList<>();
    private final List<String> onBuild = new ArrayList<>();

    private ImportChanges(JsonObject base) {
        this.config = base;
        this.env.addAll(base.getStrings("Env"));
        this.onBuild.addAll(base.getStrings("OnBuild"));
        copy(base.getObject("Volumes"), volumes);
        copy(base.getObject("ExposedPorts"), ports);
        copy(base.getObject("Labels"), labels);
    }

    private static void copy(JsonObject from, JsonObject to) {
        for (String name : from.names()) {
            to.put(name, from.get(name));
        }
    }

    /** The configuration that the instructions make of nothing. */
    static JsonObject apply(List<String> changes) {
        return apply(changes, new JsonObject());
    }

    /**
     * Applies the instructions to a configuration.
     *
     * @throws JpodException USAGE in podman's words
     */
    static JsonObject apply(List<String> changes, JsonObject base) {
        ImportChanges result = new ImportChanges(base);
        for (String change : changes) {
            try {
                result.apply(change);
            } catch (JpodException e) {
                throw JpodException.usage("invalid change \"" + change + "\" - " + e.getMessage());
            }
        }
        return result.finish();
    }

    private void apply(String change) {
        int split = change.indexOf(' ');
        if (split < 0) {
            split = change.indexOf('=');
        }
        if (split < 0) {
            throw JpodException.usage("must be formatted as KEY VALUE");
        }
        String key = change.substring(0, split).trim().toUpperCase(Locale.ROOT);
        String value = change.substring(split + 1).trim();
        int equals = key.indexOf('=');
        if (equals > 0) {
            value = change.substring(equals + 1).trim();
            key = key.substring(0, equals);
        }
        if (value.isEmpty()) {
            throw JpodException.usage("must provide a value to " + key);
        }
        switch (key) {
            case "CMD" -> config.put("Cmd", command(value));
            case "ENTRYPOINT" -> config.put("Entrypoint", command(value));
            case "ENV" -> env(value);
            case "EXPOSE" -> ports.put(port(value), new JsonObject());
            case "LABEL" -> label(value);
            case "ONBUILD" -> onBuild.add(value);
            case "STOPSIGNAL" -> config.put("StopSignal", signal(value));
            case "USER" -> config.put("User", value);
            case "VOLUME" -> volumes(value);
            case "WORKDIR" ->
                config.put("WorkingDir", Path.of(value).normalize().toString());
            default -> throw JpodException.usage("invalid instruction " + key);
        }
    }

    private void env(String value) {
        String variable = value.indexOf('=') < 0 ? value + "=" : value;
        String name = variable.substring(0, variable.indexOf('=') + 1);
        env.removeIf(known -> known.startsWith(name));
        env.add(variable);
    }

    private void label(String value) {
        int equals = value.indexOf('=');
        if (equals <= 0) {
            throw JpodException.usage("LABEL must be formatted key=value");
        }
        labels.put(value.substring(0, equals), value.substring(equals + 1));
    }

    private void volumes(String value) {
        List<String> array = array(value);
        for (String volume : array == null ? List.of(value.split(" +")) : array) {
            volumes.put(volume, new JsonObject());
        }
    }

    /** A JSON array is the command itself, anything else is for a shell. */
    private static List<String> command(String value) {
        List<String> array = array(value);
        return array == null ? List.of("/bin/sh", "-c", value) : array;
    }

    private static List<String> array(String value) {
        if (!value.startsWith("[")) {
            return null;
        }
        try {
            return Json.parseObject("{\"a\":" + value + "}").getStrings("a");
        } catch (JpodException e) {
            return null;
        }
    }

    private static String port(String value) {
        int slash = value.indexOf('/');
        String number = slash < 0 ? value : value.substring(0, slash);
        String protocol = slash < 0 ? "tcp" : value.substring(slash + 1);
        if (!protocol.equals("tcp") && !protocol.equals("udp") && !protocol.equals("sctp")) {
            throw JpodException.usage("EXPOSE must be formatted as PORT[/PROTO]");
        }
        int port;
        try {
            port = Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw JpodException.usage(
                    "EXPOSE port must be an integer: strconv.Atoi: parsing \"" + number + "\": invalid syntax");
        }
        if (port < 1 || port > 65535) {
            throw JpodException.usage("EXPOSE port must be a valid port number");
        }
        return port + "/" + protocol;
    }

    private static String signal(String value) {
        try {
            return Integer.toString(Signals.number(value));
        } catch (JpodException e) {
            throw JpodException.usage("KILLSIGNAL must be given a valid signal: invalid signal: " + value);
        }
    }

    private JsonObject finish() {
        if (!env.isEmpty()) {
            config.put("Env", env);
        }
        if (!ports.isEmpty()) {
            config.put("ExposedPorts", ports);
        }
        if (!volumes.isEmpty()) {
            config.put("Volumes", volumes);
        }
        if (!labels.isEmpty()) {
            config.put("Labels", labels);
        }
        if (!onBuild.isEmpty()) {
            config.put("OnBuild", onBuild);
        }
        return config;
    }
}
