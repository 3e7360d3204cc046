package io.jpod.engine.spec;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.MountSpec;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Hooks of the runtime-spec (config.md, POSIX-platform Hooks) from directories of files in the format of oci-hooks(5), version 1.0.0.
 * A file of a later directory hides one of the same name; hooks run in the order of the names.
 */
final class OciHooks {
    private static final String VERSION = "1.0.0";
    private static final List<String> STAGES =
            List.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop");

    private final ContainerConfig config;
    private final List<String> arguments;

    /**
     * @param arguments of the container's process
     */
    OciHooks(ContainerConfig config, List<String> arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /**
     * The {@code hooks} object with what fits this container; empty when nothing does. A directory that is not there holds none, and a
     * hook whose program is not there is left out, as podman does.
     *
     * @throws JpodException USAGE for a file that cannot be understood, HOST for one that cannot be read
     */
    JsonObject json(List<String> directories) {
        Map<String, Path> files = new TreeMap<>();
        for (String directory : directories) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(directory), "*.json")) {
                for (Path entry : entries) {
                    files.put(entry.getFileName().toString(), entry);
                }
            } catch (NoSuchFileException e) {
                continue;
            } catch (IOException e) {
                throw JpodException.host("setting up OCI hooks: listing " + directory, e);
            }
        }
        JsonObject result = new JsonObject();
        for (Path file : files.values()) {
            add(result, file);
        }
        return result;
    }

    private void add(JsonObject result, Path file) {
        JsonObject document;
        try {
            document = Json.parseObject(Files.readString(file));
        } catch (IOException e) {
            throw JpodException.host("setting up OCI hooks: reading " + file, e);
        } catch (JpodException e) {
            throw new JpodException(ErrorCode.USAGE, "setting up OCI hooks: parsing hook \"" + file + "\"", e);
        }
        String version = document.getString("version", "");
        if (!version.equals(VERSION)) {
            throw wrong(file, "unrecognized hook version: \"" + version + "\"");
        }
        JsonObject hook = document.getObject("hook");
        String program = hook.getString("path", "");
        if (!program.startsWith("/")) {
            throw wrong(file, "hook.path is not an absolute path: \"" + program + "\"");
        }
        List<String> stages = document.getStrings("stages");
        if (stages.isEmpty()) {
            throw wrong(file, "stages is missing");
        }
        for (String stage : stages) {
            if (!STAGES.contains(stage)) {
                throw wrong(file, "unknown stage \"" + stage + "\"");
            }
        }
        if (!fits(document.getObject("when"), file) || !Files.exists(Path.of(program))) {
            return;
        }
        for (String stage : stages) {
            List<Object> list = new ArrayList<>(result.getList(stage));
            list.add(hook);
            result.put(stage, list);
        }
    }

    /** All conditions that are there must hold, and there must be one. */
    private boolean fits(JsonObject when, Path file) {
        boolean any = false;
        if (when.has("always")) {
            if (!when.getBoolean("always", false)) {
                return false;
            }
            any = true;
        }
        if (when.has("hasBindMounts")) {
            if (when.getBoolean("hasBindMounts", false) != hasBindMounts()) {
                return false;
            }
            any = true;
        }
        for (Map.Entry<String, String> wanted : when.getStringMap("annotations").entrySet()) {
            if (!hasAnnotation(pattern(wanted.getKey(), "key", file), pattern(wanted.getValue(), "value", file))) {
                return false;
            }
            any = true;
        }
        List<String> commands = when.getStrings("commands");
        if (!commands.isEmpty()) {
            boolean found = false;
            for (String command : commands) {
                found |= !arguments.isEmpty()
                        && pattern(command, "command", file)
                                .matcher(arguments.get(0))
                                .find();
            }
            if (!found) {
                return false;
            }
            any = true;
        }
        return any;
    }

    private boolean hasBindMounts() {
        for (MountSpec mount : config.request().filesystem().mounts()) {
            if (mount.type().equals("bind") || mount.type().equals("volume")) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAnnotation(Pattern key, Pattern value) {
        for (Map.Entry<String, String> annotation : config.annotations().entrySet()) {
            if (key.matcher(annotation.getKey()).find()
                    && value.matcher(annotation.getValue()).find()) {
                return true;
            }
        }
        return false;
    }

    private static Pattern pattern(String text, String what, Path file) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw wrong(file, "invalid " + what + " \"" + text + "\": " + e.getDescription());
        }
    }

    private static JpodException wrong(Path file, String what) {
        return JpodException.usage("setting up OCI hooks: parsing hook \"" + file + "\": " + what);
    }
}
