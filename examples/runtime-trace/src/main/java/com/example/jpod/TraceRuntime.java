package com.example.jpod;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.runtime.OciRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command lines of crun, each with a line in the log. */
record TraceRuntime(Path executable, List<String> globalArguments, Path log, Log warnings) implements OciRuntime {
    @Override
    public List<String> createArguments() {
        return List.of();
    }

    @Override
    public List<String> start(ContainerId id) {
        return command("start", id.value());
    }

    @Override
    public List<String> kill(ContainerId id, int signal, boolean all) {
        String number = Integer.toString(signal);
        return all ? command("kill", "--all", id.value(), number) : command("kill", id.value(), number);
    }

    @Override
    public List<String> delete(ContainerId id, boolean force) {
        return force ? command("delete", "--force", id.value()) : command("delete", id.value());
    }

    @Override
    public List<String> pause(ContainerId id, boolean freeze) {
        return command(freeze ? "pause" : "resume", id.value());
    }

    @Override
    public List<String> update(ContainerId id, Path resources) {
        return command("update", "--resources", resources.toString(), id.value());
    }

    private List<String> command(String... words) {
        List<String> argv = new ArrayList<>();
        argv.add(executable.toString());
        argv.addAll(globalArguments);
        argv.addAll(List.of(words));
        trace(String.join(" ", argv));
        return List.copyOf(argv);
    }

    /** A log that cannot be written is no reason not to run a container. */
    private void trace(String line) {
        try {
            Files.createDirectories(log.getParent());
            Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            warnings.warn("trace: " + e);
        }
    }

    /** crun writes JSON lines when the monitor runs it, and plain text when the engine does; the words are the same. */
    @Override
    public JpodException failure(String operation, ContainerId id, String message) {
        String text = message.isBlank() ? operation + " failed without a word" : message.trim();
        String lower = text.toLowerCase(Locale.ROOT);
        boolean starts = operation.equals("create") || operation.equals("exec");
        if (lower.contains(id.value() + "/status`: no such file")) {
            return new JpodException(ErrorCode.NOT_FOUND, "container " + id.value() + " does not exist in the runtime: " + text);
        }
        if (starts && (lower.contains("executable file") && lower.contains("not found") || lower.contains("no such file or directory"))) {
            return new JpodException(
                    ErrorCode.COMMAND_NOT_FOUND, "trace: " + text + ": OCI runtime attempted to invoke a command that was not found");
        }
        if (starts && lower.contains("permission denied")) {
            return new JpodException(ErrorCode.COMMAND_NOT_INVOKABLE, "trace: " + text + ": OCI permission denied");
        }
        return new JpodException(ErrorCode.EXTERNAL, "trace: " + text + ": OCI runtime error");
    }
}
