package io.jpod.monitor.conmon;

import io.jpod.api.ContainerId;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.runtime.OciRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds command lines of conmon. */
final class ConmonCommand {
    static final String PID_FILE = "pidfile";
    static final String MONITOR_PID_FILE = "conmon.pid";
    static final String RUNTIME_LOG = "oci-log";

    private final List<String> argv = new ArrayList<>();

    private ConmonCommand(List<String> launcher, Path program) {
        argv.addAll(launcher);
        add(program.toString(), "--api-version", "1");
    }

    static List<String> create(Path program, MonitorCreateRequest request) {
        ConmonCommand command = new ConmonCommand(request.launcher(), program);
        Path directory = request.runDirectory();
        command.process(request.id(), request.id().value(), request.name(), request.bundle(), directory);
        command.add("--exit-dir", request.exitDirectory().toString());
        command.add("--persist-dir", request.exitDirectory().toString());
        command.log(request);
        command.runtime(request.runtime(), directory);
        for (String argument : request.runtime().createArguments()) {
            command.add("--runtime-opt=" + argument);
        }
        command.preserve(request.preservedDescriptors());
        if (request.terminal()) {
            command.add("-t");
        } else if (request.stdin()) {
            command.add("-i");
        }
        if (request.stdin() && !request.stdinOnce()) {
            command.add("--leave-stdin-open");
        }
        if (request.timeoutSeconds() > 0) {
            command.add("--timeout", Integer.toString(request.timeoutSeconds()));
        }
        if (request.notifySocket().isPresent()) {
            command.add("--sdnotify-socket", request.notifySocket().get().toString());
        }
        command.exitCommand(request.exitCommand());
        return command.argv;
    }

    static List<String> exec(Path program, MonitorExecRequest request) {
        ConmonCommand command = new ConmonCommand(request.launcher(), program);
        Path directory = request.runDirectory();
        command.process(request.id(), request.session(), request.session(), directory, directory);
        command.add("--exit-dir", request.exitDirectory().toString());
        command.add("-l", "none");
        command.runtime(request.runtime(), directory);
        command.preserve(request.preservedDescriptors());
        if (request.terminal()) {
            command.add("-t");
        } else if (request.stdin()) {
            command.add("-i");
        }
        command.add("-e", "--exec-process-spec", request.processFile().toString());
        if (request.attach()) {
            command.add("--exec-attach");
        }
        command.exitCommand(request.exitCommand());
        return command.argv;
    }

    private void process(ContainerId id, String unique, String name, Path bundle, Path directory) {
        add("-c", id.value(), "-u", unique, "-n", name.isEmpty() ? unique : name);
        add("-b", bundle.toString(), "--full-attach");
        add("-p", directory.resolve(PID_FILE).toString());
        add("--conmon-pidfile", directory.resolve(MONITOR_PID_FILE).toString());
        add("--log-level", "warning");
    }

    private void log(MonitorCreateRequest request) {
        Map<String, String> options = request.logOptions();
        switch (request.logDriver()) {
            case "k8s-file", "json-file", "" -> {
                add("-l", "k8s-file:" + request.logPath().orElseThrow());
                if (options.containsKey("max-size")) {
                    add("--log-size-max", options.get("max-size"));
                }
            }
            case "journald" -> add("-l", "journald:");
            case "none" -> add("-l", "none");
            default -> add("-l", request.logDriver());
        }
        if (options.containsKey("tag")) {
            add("--log-tag", options.get("tag"));
        }
    }

    /** The runtime's own messages go to a file of their own, as they would end up in the container's output otherwise. */
    private void runtime(OciRuntime runtime, Path directory) {
        add("-r", runtime.executable().toString());
        for (String argument : runtime.globalArguments()) {
            add("--runtime-arg=" + argument);
        }
        add("--runtime-arg=--log-format=json");
        add("--runtime-arg=--log");
        add("--runtime-arg=" + directory.resolve(RUNTIME_LOG));
    }

    private void preserve(List<Integer> descriptors) {
        int count = highest(descriptors) - 2;
        if (count > 0) {
            add("--runtime-opt=--preserve-fds", "--runtime-opt=" + count);
        }
    }

    /** The highest of the descriptors that the container gets, at least that of standard error. */
    static int highest(List<Integer> descriptors) {
        int highest = 2;
        for (int descriptor : descriptors) {
            highest = Math.max(highest, descriptor);
        }
        return highest;
    }

    private void exitCommand(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            add(i == 0 ? "--exit-command=" + words.get(i) : "--exit-command-arg=" + words.get(i));
        }
    }

    private void add(String... words) {
        for (String word : words) {
            argv.add(word);
        }
    }
}
