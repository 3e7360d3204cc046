package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code NAME=value} definitions: environment, labels, annotations, and files of them. */
public final class Definitions {
    private final Path directory;
    private final Map<String, String> environment;

    /**
     * @param directory relative file names start here
     * @param environment where variables named without a value are looked up
     */
    public Definitions(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** {@code --env-file} and {@code --env}; the latter wins. */
    public Map<String, String> environment(Options options) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String file : options.list("env-file")) {
            String operation = "parsing env file " + GoText.quote(file);
            for (String line : lines(file, operation)) {
                if (line.startsWith("=")) {
                    throw JpodException.usage(operation + ": invalid environment variable: " + GoText.quote(line));
                }
                variable(line, result);
            }
        }
        for (String definition : options.list("env")) {
            variable(definition, result);
        }
        return result;
    }

    /** {@code --env-merge}. */
    Map<String, String> merged(Options options) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String definition : options.list("env-merge")) {
            variable(definition, result);
        }
        return result;
    }

    private void variable(String definition, Map<String, String> result) {
        int equals = definition.indexOf('=');
        if (equals == 0) {
            throw JpodException.usage("invalid environment variable: " + GoText.quote(definition));
        }
        if (equals > 0) {
            result.put(definition.substring(0, equals), definition.substring(equals + 1));
        } else if (definition.endsWith("*")) {
            String prefix = definition.substring(0, definition.length() - 1);
            for (Map.Entry<String, String> entry : environment.entrySet()) {
                if (entry.getKey().startsWith(prefix)) {
                    result.put(entry.getKey(), entry.getValue());
                }
            }
        } else if (environment.containsKey(definition)) {
            result.put(definition, environment.get(definition));
        }
    }

    /** {@code --label-file} and {@code --label}. */
    Map<String, String> labels(Options options) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String file : options.list("label-file")) {
            for (String line : lines(file, "unable to process labels")) {
                label(line, result);
            }
        }
        for (String definition : options.list("label")) {
            label(definition, result);
        }
        return result;
    }

    /** Adds {@code key[=value]}. */
    public static void label(String definition, Map<String, String> result) {
        int equals = definition.indexOf('=');
        if (equals == 0) {
            throw JpodException.usage("unable to process labels: invalid label format: " + GoText.quote(definition));
        }
        result.put(
                equals < 0 ? definition : definition.substring(0, equals),
                equals < 0 ? "" : definition.substring(equals + 1));
    }

    /** {@code key=value} pairs. */
    static Map<String, String> pairs(List<String> definitions, String message) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String definition : definitions) {
            int equals = definition.indexOf('=');
            if (equals < 0) {
                throw JpodException.usage(message.replace("%", GoText.quote(definition)));
            }
            result.put(definition.substring(0, equals), definition.substring(equals + 1));
        }
        return result;
    }

    private List<String> lines(String file, String operation) {
        List<String> result = new ArrayList<>();
        String text;
        try {
            text = Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw JpodException.usage(operation + ": open " + reason(file, e));
        }
        for (String line : GoText.split(text, '\n')) {
            String stripped = line.stripLeading();
            if (stripped.endsWith("\r")) {
                stripped = stripped.substring(0, stripped.length() - 1);
            }
            if (!stripped.isEmpty() && stripped.charAt(0) != '#') {
                result.add(stripped);
            }
        }
        return result;
    }

    private static String reason(String file, IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return file + ": no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return file + ": permission denied";
        }
        return file + ": " + failure.getMessage();
    }
}
