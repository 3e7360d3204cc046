package io.jpod.engine.plan;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.network.PortAllocator;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.engine.spec.ContainerPath;
import io.jpod.engine.spec.SystemdMode;
import io.jpod.image.store.ImageRunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides everything about a new container. Has no side effect. */
public final class ContainerPlanner {
    private static final int SIGTERM = 15;
    private static final int SYSTEMD_STOP = 37;
    private static final int STOP_TIMEOUT = 10;

    private final EngineContext context;
    private final Path containersDirectory;

    /**
     * @param containersDirectory where each container has a directory named by its id; the log goes to {@code ID/ctr.log} there
     */
    public ContainerPlanner(EngineContext context, Path containersDirectory) {
        this.context = context;
        this.containersDirectory = containersDirectory;
    }

    /**
     * Are the providers here that the container needs? To be asked before an image is fetched for it, which may take long.
     *
     * @throws JpodException USAGE, NOT_FOUND or HOST for a runtime, monitor, storage driver, network or id mapping that is unknown or
     *     cannot work here, in the words of {@link #plan}
     */
    public void requireProviders(CreateRequest request, ContainerLookup others) {
        context.providers().storage();
        context.providers().runtime(request.runtime());
        context.providers().monitor("");
        new NamespaceRules(context, request.namespaces(), others);
    }

    /**
     * Decides. In the result's request the namespace modes are resolved: defaults filled in, containers by full id.
     *
     * @param image empty with {@code --rootfs}
     * @throws JpodException USAGE or CONFLICT in podman's words for what cannot be had, HOST for what this host lacks
     */
    public ContainerConfig plan(
            ContainerId id, String name, CreateRequest request, Optional<Images.Image> image, ContainerLookup others) {
        OptionChecks.check(context, request);
        LimitRules.check(context, request);
        Optional<ImageRunConfig> run =
                image.isPresent() ? Optional.of(image.get().config()) : Optional.empty();
        CommandRules command = new CommandRules(request.process(), run);
        NamespaceRules namespaces = new NamespaceRules(context, request.namespaces(), others);
        OptionChecks.checkShared(request, namespaces);
        MountRules mounts =
                new MountRules(request.filesystem(), run.isPresent() ? run.get().volumes() : List.of(), others);
        PortRules ports = new PortRules(
                request.network(),
                run.isPresent() ? run.get().exposedPorts() : List.of(),
                namespaces.network,
                new PortAllocator(context.posix()),
                context.log());
        IdMapRules ids = new IdMapRules(
                context,
                request.namespaces(),
                namespaces.user,
                run.isPresent() ? run.get().maxId() : 0,
                others);
        String runtime = request.runtime().isEmpty() ? context.providers().runtimeId() : request.runtime();
        keepGroupsNeedsCrun(request.process(), runtime);

        boolean systemd = SystemdMode.applies(request.process().systemd(), command.words());
        String hostname = hostname(id, request, namespaces);
        int stopSignal = stopSignal(request, run, systemd);
        Instant now = context.clock().instant();
        ContainerConfig.Builder config = ContainerConfig.builder();
        config.id(id.value());
        config.created(now.getEpochSecond() * 1_000_000_000L + now.getNano());
        config.request(resolved(request, namespaces));
        if (image.isPresent()) {
            config.imageId(run.get().id());
            config.imageName(imageName(image.get(), request.image()));
            config.imageDigest(run.get().manifestDigest());
        }
        config.storageDriver(context.providers().storageId());
        config.runtime(runtime);
        config.monitor(context.providers().monitorId());
        config.network(namespaces.network);
        config.user(namespaces.user);
        config.hostname(hostname);
        config.annotations(AnnotationRules.annotations(request, now, stopSignal));
        config.stopSignal(stopSignal);
        config.mounts(mounts.all());
        config.anonymousVolumes(mounts.anonymous);
        config.ports(ports.published);
        config.exposedPorts(ports.exposed);
        config.uidMap(ids.uids);
        config.gidMap(ids.gids);
        config.dependencies(dependencies(request, namespaces, mounts, others));
        process(config, request, run, command);
        config.env(environment(request, run, hostname, systemd ? id.value().substring(0, 32) : ""));
        config.userSpec(user(request.process(), run, ids));
        log(config, id, request);
        return config.build();
    }

    private void log(ContainerConfig.Builder config, ContainerId id, CreateRequest request) {
        LogRules log = new LogRules(request.log(), context.settings(), containersDirectory.resolve(id.value()));
        config.logDriver(log.driver);
        config.logPath(log.path);
    }

    private void process(
            ContainerConfig.Builder config, CreateRequest request, Optional<ImageRunConfig> run, CommandRules command) {
        config.entrypoint(command.entrypoint);
        config.command(command.command);
        config.workingDirectory(workingDirectory(request.process(), run));
        config.labels(labels(request, run));
        config.stopTimeout(request.lifecycle().stopTimeout().orElse((int)
                context.settings().getObject("engine").getLong("stop_timeout", STOP_TIMEOUT)));
    }

    private Map<String, String> environment(
            CreateRequest request, Optional<ImageRunConfig> run, String hostname, String systemdUuid) {
        return new EnvironmentRules(
                        request.process(), context.settings(), context.host().environment())
                .variables(run.isPresent() ? run.get().env() : List.of(), hostname, systemdUuid);
    }

    private static CreateRequest resolved(CreateRequest request, NamespaceRules namespaces) {
        return request.toBuilder()
                .namespaces(request.namespaces().toBuilder()
                        .pid(namespaces.pid)
                        .ipc(namespaces.ipc)
                        .uts(namespaces.uts)
                        .cgroup(namespaces.cgroup)
                        .build())
                .build();
    }

    private static void keepGroupsNeedsCrun(ProcessOptions process, String runtime) {
        String program = runtime.substring(runtime.lastIndexOf('/') + 1);
        if (process.groupAdd().contains("keep-groups") && !program.equals("crun")) {
            throw JpodException.unsupported(
                    "the '--group-add keep-groups' option is only supported with the crun runtime, not with "
                            + runtime);
        }
    }

    /** The name that was asked for when the image has it, else its first. */
    private static String imageName(Images.Image image, String asked) {
        String best = "";
        for (String name : image.names()) {
            if (name.equals(asked)) {
                return name;
            }
            boolean ends = name.endsWith("/" + asked) || name.endsWith("/" + asked + ":latest");
            if (best.isEmpty() || ends) {
                best = name;
            }
        }
        return best.isEmpty() ? asked : best;
    }

    private String hostname(ContainerId id, CreateRequest request, NamespaceRules namespaces) {
        String asked = request.network().hostname();
        NamespaceMode uts = namespaces.uts;
        if (!asked.isEmpty()) {
            if (uts.kind().equals("host")) {
                throw JpodException.usage(
                        "invalid config provided: cannot set hostname when running in the host UTS namespace: invalid configuration");
            }
            return asked;
        }
        if (uts.kind().equals("host") || namespaces.network.kind().equals("host")) {
            return hostsOwnName();
        }
        if (uts.kind().equals("container")) {
            Containers.Snapshot other = namespaces.joined.get(uts.value());
            return other.config().hostname();
        }
        return id.shortId();
    }

    private static String hostsOwnName() {
        Path file = Path.of("/proc/sys/kernel/hostname");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }

    private static int stopSignal(CreateRequest request, Optional<ImageRunConfig> image, boolean systemd) {
        if (!request.lifecycle().stopSignal().isEmpty()) {
            return Signals.number(request.lifecycle().stopSignal());
        }
        if (image.isPresent() && !image.get().stopSignal().isEmpty()) {
            return Signals.number(image.get().stopSignal());
        }
        return systemd ? SYSTEMD_STOP : SIGTERM;
    }

    private static String workingDirectory(ProcessOptions process, Optional<ImageRunConfig> image) {
        if (!process.workingDirectory().isEmpty()) {
            return process.workingDirectory();
        }
        return image.isPresent() && !image.get().workingDirectory().isEmpty()
                ? ContainerPath.clean(image.get().workingDirectory())
                : "/";
    }

    private static String user(ProcessOptions process, Optional<ImageRunConfig> image, IdMapRules ids) {
        if (!process.user().isEmpty()) {
            return process.user();
        }
        if (image.isPresent() && !image.get().user().isEmpty()) {
            return image.get().user();
        }
        return ids.defaultUser;
    }

    private static Map<String, String> labels(CreateRequest request, Optional<ImageRunConfig> image) {
        Map<String, String> result = new LinkedHashMap<>();
        if (image.isPresent()) {
            result.putAll(image.get().labels());
        }
        result.putAll(request.labels());
        return result;
    }

    private static List<String> dependencies(
            CreateRequest request, NamespaceRules namespaces, MountRules mounts, ContainerLookup others) {
        List<String> result = new ArrayList<>(namespaces.joined.keySet());
        for (String source : mounts.sources) {
            if (!result.contains(source)) {
                result.add(source);
            }
        }
        for (String required : request.lifecycle().requires()) {
            String other = others.get(required).config().id();
            if (!result.contains(other)) {
                result.add(other);
            }
        }
        return result;
    }
}
