package io.jpod.cli;

import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import java.util.ArrayList;
import java.util.List;

/** The options that every command knows. */
final class GlobalFlags {
    private static final String LEVELS = "trace, debug, info, warn, warning, error, fatal, panic";

    static final OptionTable TABLE = new OptionTable("""
            cdi-spec-dir refused/array Directory of CDI device descriptions
            cgroup-manager string Who makes the containers' cgroups ("cgroupfs"|"systemd")
            config string Directory of the client's configuration files
            conmon string Path of the conmon program
            connection,c refused/string Remote service to use
            events-backend refused/string Where events are kept ("file"|"journald"|"none")
            hooks-dir array Directories of OCI hooks
            identity refused/string Key file for a remote service
            imagestore refused/string Directory in which images are kept apart from containers
            log-level string=warn Show messages of this level and above (trace, debug, info, warn, warning, error, fatal, panic)
            module array Additional containers.conf module
            monitor string Provider that watches containers
            namespace refused/string Separate view of the containers
            network-cmd-path string Path of the slirp4netns program
            network-config-dir refused/string Directory of network definitions
            noout bool Write no results
            out string File that receives the results
            remote,r refused/bool Use a remote service
            root string Directory that holds images, containers and volumes
            runroot string Directory that holds what dies with a reboot
            runtime string OCI runtime, by name or path
            runtime-flag array Global flag for the runtime, without leading dashes
            ssh refused/string How to reach a remote service
            storage-driver string Provider that keeps layers ("overlay"|"vfs")
            storage-opt array Option of the storage driver
            syslog refused/bool Send messages to syslog as well
            tls-ca refused/string Certificate authority of a remote service
            tls-cert refused/string Client certificate for a remote service
            tls-key refused/string Client key for a remote service
            tmpdir refused/string Directory for temporary state
            transient-store refused/bool Keep container state in memory only
            url refused/string Address of a remote service
            volumepath string Directory in which volumes are kept
            """);

    /** Known before the command only. */
    static final OptionTable ROOT_ONLY = new OptionTable("""
            trace bool Print what the command spent its time on
            version,v bool Show the version
            """);

    private GlobalFlags() {}

    /** Takes what stands after the command before what stands in front of it; lists are joined. */
    static GlobalOptions read(Options before, Options after) {
        return GlobalOptions.builder()
                .root(text("root", before, after))
                .runRoot(text("runroot", before, after))
                .runtime(text("runtime", before, after))
                .runtimeFlags(list("runtime-flag", before, after))
                .storageDriver(text("storage-driver", before, after))
                .storageOptions(list("storage-opt", before, after))
                .logLevel(text("log-level", before, after))
                .cgroupManager(text("cgroup-manager", before, after))
                .conmon(text("conmon", before, after))
                .monitor(text("monitor", before, after))
                .networkCommandPath(text("network-cmd-path", before, after))
                .modules(list("module", before, after))
                .volumePath(text("volumepath", before, after))
                .config(text("config", before, after))
                .hooksDirs(list("hooks-dir", before, after))
                .out(before.flag("noout") || after.flag("noout") ? "/dev/null" : text("out", before, after))
                .build();
    }

    private static String text(String name, Options before, Options after) {
        return after.given(name) ? after.text(name) : before.text(name);
    }

    private static List<String> list(String name, Options before, Options after) {
        List<String> first = before.list(name);
        List<String> second = after.list(name);
        if (second.isEmpty()) {
            return first;
        }
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    static boolean isLogLevel(String level) {
        switch (level) {
            case "trace", "debug", "info", "warn", "warning", "error", "fatal", "panic":
                return true;
            default:
                return false;
        }
    }

    static String badLogLevel(String level) {
        return "Log Level \"" + level + "\" is not supported, choose from: " + LEVELS;
    }
}
