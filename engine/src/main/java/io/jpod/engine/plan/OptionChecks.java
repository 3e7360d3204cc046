package io.jpod.engine.plan;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.DeviceSpec;
import io.jpod.engine.request.LifecycleOptions;
import io.jpod.engine.request.NetworkOptions;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.engine.request.SecurityOptions;
import io.jpod.engine.spec.Capabilities;
import io.jpod.engine.spec.HostDevices;
import io.jpod.engine.spec.InitProgram;
import io.jpod.engine.spec.Rlimits;
import io.jpod.engine.spec.SeccompFilters;
import io.jpod.engine.spec.Sysctls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Values that are wrong by themselves or contradict each other, in podman's words. */
final class OptionChecks {
    private static final String OPTION = "running container create option: ";

    private OptionChecks() {}

    static void check(EngineContext context, CreateRequest request) {
        process(context, request.process());
        security(context, request.security());
        lifecycle(request.lifecycle());
        String cgroups = request.namespaces().cgroups();
        if (!List.of("", "enabled", "disabled", "no-conmon", "split").contains(cgroups)) {
            throw JpodException.usage("invalid cgroup mode \"" + cgroups
                    + "\": must be one of enabled, disabled, no-conmon, split: invalid argument");
        }
        if (cgroups.equals("split")) {
            throw JpodException.unsupported("--cgroups=split is not supported");
        }
        boolean source = !request.image().isEmpty();
        if (source == !request.filesystem().rootfs().isEmpty()) {
            throw JpodException.usage(
                    source
                            ? "both image and rootfs are given: invalid configuration"
                            : "must specify at least one of image or rootfs: invalid configuration");
        }
    }

    /** What the container's namespaces, now known, leave nothing to say about. */
    static void checkShared(CreateRequest request, NamespaceRules namespaces) {
        NetworkOptions options = request.network();
        String network = namespaces.network.kind();
        boolean dns = !options.dnsServers().isEmpty()
                || !options.dnsSearch().isEmpty()
                || !options.dnsOptions().isEmpty();
        if (dns && (network.equals("none") || network.equals("container"))) {
            throw JpodException.usage("conflicting options: dns and the network mode: " + network);
        }
        if (network.equals("container") && !options.addHosts().isEmpty()) {
            throw JpodException.usage("invalid config provided: cannot set extra host entries when the container is"
                    + " joined to another containers network namespace: invalid configuration");
        }
        String ipc = namespaces.ipc.kind();
        if (request.filesystem().shmSize().isPresent() && (ipc.equals("host") || ipc.equals("none"))) {
            throw JpodException.usage(
                    "invalid config provided: cannot set shmsize when running in the {" + ipc + " } IPC Namespace");
        }
        Sysctls.check(request.namespaces(), namespaces.network);
    }

    private static void process(EngineContext context, ProcessOptions process) {
        String umask = process.umask();
        boolean octal = umask.length() <= 4;
        for (int i = 0; octal && i < umask.length(); i++) {
            octal = umask.charAt(i) >= '0' && umask.charAt(i) <= '7';
        }
        if (!octal) {
            throw JpodException.usage(OPTION + "invalid umask string " + umask + ": invalid argument");
        }
        String zone = process.timezone();
        if (!zone.isEmpty() && !zone.equals("local")) {
            Path file = Path.of("/usr/share/zoneinfo").resolve(zone).normalize();
            if (!file.startsWith("/usr/share/zoneinfo") || !Files.isRegularFile(file)) {
                throw JpodException.usage(OPTION + "stat " + file + ": no such file or directory");
            }
        }
        if (!List.of("", "true", "false", "always").contains(process.systemd())) {
            throw JpodException.usage(
                    "invalid config provided: --systemd values must be one of \"true, false, always\": invalid configuration");
        }
        if (!List.of("", "LINUX", "LINUX32").contains(process.personality())) {
            throw JpodException.usage(
                    "invalid personality \"" + process.personality() + "\": must be LINUX or LINUX32");
        }
        if (process.groupAdd().contains("keep-groups") && process.groupAdd().size() > 1) {
            throw JpodException.usage(
                    "the '--group-add keep-groups' option is not allowed with any other --group-add options");
        }
        for (String ulimit : process.ulimits()) {
            Rlimits.check(ulimit);
        }
        int adjust = process.oomScoreAdj().orElse(0);
        if (adjust < -1000 || adjust > 1000) {
            throw JpodException.usage("invalid value " + adjust + ", oom score adj range is [-1000, 1000]");
        }
        if (process.init()) {
            InitProgram.find(process.initPath(), context.host());
        }
    }

    private static void security(EngineContext context, SecurityOptions security) {
        Capabilities capabilities = new Capabilities(Path.of("/proc/self/status"));
        if (!security.privileged()
                && (!security.capAdd().isEmpty() || !security.capDrop().isEmpty())) {
            capabilities.merge(List.of(), security.capAdd(), security.capDrop());
        }
        String seccomp = security.seccomp();
        if (!seccomp.isEmpty() && !seccomp.equals("unconfined")) {
            SeccompFilters.check(seccomp);
        }
        String apparmor = security.apparmor();
        if (!apparmor.isEmpty()
                && !apparmor.equals("unconfined")
                && !context.host().apparmor()) {
            throw JpodException.usage(
                    "apparmor profile \"" + apparmor + "\" specified, but Apparmor is not enabled on this system");
        }
        for (String label : security.selinuxLabels()) {
            if (context.host().selinux() && !label.equals("disable")) {
                throw JpodException.unsupported(
                        "--security-opt label=" + label + " is not supported: jpod sets no SELinux labels");
            }
        }
        HostDevices devices = new HostDevices(context.posix());
        for (DeviceSpec device : security.devices()) {
            if (!device.hostPath().startsWith("/") && device.hostPath().contains("=")) {
                throw JpodException.unsupported(
                        "setting up CDI devices: unresolvable CDI devices " + device.hostPath());
            }
            devices.expand(device);
        }
    }

    private static void lifecycle(LifecycleOptions lifecycle) {
        String policy = lifecycle.restartPolicy();
        if (!List.of("", "no", "never", "always", "on-failure", "unless-stopped")
                .contains(policy)) {
            throw JpodException.usage(OPTION + "\"" + policy + "\" is not a valid restart policy: invalid argument");
        }
        if (lifecycle.restartRetries() > 0 && !policy.equals("on-failure")) {
            throw JpodException.usage("restart policy retries can only be specified with on-failure restart policy");
        }
        if (lifecycle.remove() && !List.of("", "no", "never").contains(policy)) {
            throw JpodException.usage(
                    "the --rm option conflicts with --restart, when the restartPolicy is not \"\" and \"no\"");
        }
        String notify = lifecycle.sdNotify();
        if (!List.of("", "container", "conmon", "ignore").contains(notify)) {
            throw JpodException.usage("invalid config provided: invalid argument: invalid sdnotify value \"" + notify
                    + "\": must be container, conmon or ignore");
        }
        if (!lifecycle.stopSignal().isEmpty()) {
            Signals.number(lifecycle.stopSignal());
        }
    }
}
