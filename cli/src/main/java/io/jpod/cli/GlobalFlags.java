package io.jpod.cli;

import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import java.util.ArrayList;
import java.util.List;

/** The options that every command knows. */
final class GlobalFlags {
    private static final String LEVELS = "trace, debug, info, warn, warning, error, fatal, panic";

    static final OptionTable TABLE = new OptionTable(
            """
            cdi-spec-dir refused/array Directory of CDI device descriptions; devices are given by --device
            cgroup-manager string Who makes the containers' cgroups ("cgroupfs"|"systemd")
            config string Directory of the client's configuration files
            conmon string Path of the conmon program
            connection,c refused/string Remote service to use; REMOTE
            events-backend string Where events are kept ("none")
            hooks-dir array Directories of OCI hooks
            identity refused/string Key file for a remote service; REMOTE
            imagestore refused/string Directory in which images are kept apart from containers; images and containers share the directory of --root here; to use images of another store as they are, give --storage-opt additionalimagestore=DIRECTORY
            log-level string=warn Show messages of this level and above (trace, debug, info, warn, warning, error, fatal, panic)
            module array Additional containers.conf module
            monitor string Provider that watches containers
            namespace refused/string Separate view of the containers; --root gives each user of it containers of its own
            network-cmd-path string Path of the slirp4netns program
            network-config-dir refused/string Directory of network definitions; there are no bridge networks
            noout bool Write no results
            out string File that receives the results
            remote,r refused/bool Use a remote service; REMOTE
            root string Directory that holds images, containers and volumes
            runroot string Directory that holds what dies with a reboot
            runtime string OCI runtime, by name or path
            runtime-flag array Global flag for the runtime, without leading dashes
            ssh refused/string How to reach a remote service; REMOTE
            storage-driver string Provider that keeps layers ("overlay"|"vfs")
            storage-opt array Option of the storage driver
            syslog bool Send messages to syslog as well
            tls-ca refused/string Certificate authority of a remote service; REMOTE
            tls-cert refused/string Client certificate for a remote service; REMOTE
            tls-key refused/string Client key for a remote service; REMOTE
            tmpdir string Directory for the state of running containers
            transient-store bool Keep containers in the directory that dies with a reboot
            url refused/string Address of a remote service; REMOTE
            volumepath string Directory in which volumes are kept
            """.replace(
                            "REMOTE",
                            "jpod has no service and uses none: run it on the host that has the containers, for example by ssh"));

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
                .syslog(before.flag("syslog") || after.flag("syslog"))
                .transientStore(before.flag("transient-store") || after.flag("transient-store"))
                .tmpDir(text("tmpdir", before, after))
                .eventsBackend(text("events-backend", before, after))
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
