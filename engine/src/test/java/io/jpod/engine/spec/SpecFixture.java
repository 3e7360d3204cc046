package io.jpod.engine.spec;

import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.lock.LockManager;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.process.ProcessRunner;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Providers;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.plan.ContainerLookup;
import io.jpod.engine.plan.ContainerPlanner;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.FilesystemOptions;
import io.jpod.engine.request.LifecycleOptions;
import io.jpod.engine.request.LogOptions;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NamespaceOptions;
import io.jpod.engine.request.NetworkOptions;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.engine.request.ResourceLimits;
import io.jpod.engine.request.SecurityOptions;
import io.jpod.engine.volume.StoredVolumes;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.lock.FileLockManager;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.testkit.host.FakeHostFacts;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A root file system, a rootless host and an engine that mounts nothing but says what it would mount. */
public final class SpecFixture {
    public static final String ID = "0123456789ab" + "cd".repeat(26);

    public final Path directory;
    public final Path rootfs;
    public final Path userdata;
    public final Path overlays;
    public final FakeHostFacts host = new FakeHostFacts();
    public final JsonObject settings = new JsonObject();
    public final List<String> mounted = new ArrayList<>();
    public final Providers providers = mock(Providers.class);
    public final List<Containers.Snapshot> others = new ArrayList<>();
    /** Files of the host that are read from somewhere else, by their path. */
    public final Map<String, Path> hostFiles = new HashMap<>();

    public final EngineContext context;
    public final StoredVolumes volumes;
    public ImageRunConfig image = ImageRunConfig.builder()
            .id("ab".repeat(32))
            .env(List.of("FOO=bar"))
            .command(List.of("/bin/sh"))
            .build();

    public SpecFixture(Path directory) throws IOException {
        this.directory = directory;
        this.rootfs = Files.createDirectories(directory.resolve("rootfs"));
        this.userdata = Files.createDirectories(directory.resolve("userdata"));
        this.overlays = directory.resolve("overlays");
        Files.createDirectories(rootfs.resolve("etc"));
        Files.writeString(
                rootfs.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nu:x:1000:1000:U:/home/u:/bin/sh\n");
        Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\nwheel:x:10:u\naudio:x:29:u,root\nu:x:1000:\n");
        when(providers.runtimeId()).thenReturn("crun");
        when(providers.storageId()).thenReturn("overlay");
        when(providers.monitorId()).thenReturn("conmon");
        when(providers.networkId()).thenReturn("slirp4netns");
        when(providers.network(anyString())).thenReturn(Optional.empty());
        when(providers.idMap(anyString())).thenReturn(Optional.empty());
        Network network = mock(Network.class);
        when(network.plan(Map.of())).thenReturn(plan());
        when(providers.network("slirp4netns")).thenReturn(Optional.of(network));
        Log log = mock(Log.class);
        Posix posix = withoutMounts(PosixLoader.load(log));
        LockManager locks = new FileLockManager(posix, directory.resolve("locks"));
        Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00.123456789Z"), ZoneOffset.UTC);
        this.context = new EngineContext(
                directory.resolve("root"),
                directory.resolve("run"),
                host,
                providers,
                locks,
                mock(ProcessRunner.class),
                posix,
                log,
                clock,
                settings,
                List.of());
        this.volumes = new StoredVolumes(context, lookup());
    }

    public static NetworkPlan plan() {
        return new NetworkPlan("10.0.2.100", "10.0.2.2", List.of("10.0.2.3"), "tap0", false);
    }

    /** A strategy for {@code --userns=name}. */
    public void idMap(String name, IdMap strategy) {
        when(providers.idMap(name)).thenReturn(Optional.of(strategy));
    }

    private Posix withoutMounts(Posix real) {
        return (Posix) Proxy.newProxyInstance(
                SpecFixture.class.getClassLoader(), new Class<?>[] {Posix.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "mount", "unmount" -> {
                            mounted.add(method.getName() + " "
                                    + arguments[method.getName().equals("mount") ? 1 : 0]);
                            return null;
                        }
                        case "changeOwner" -> {
                            return null;
                        }
                        case "open" -> {
                            Path other = hostFiles.get((String) arguments[1]);
                            arguments[1] = other == null ? arguments[1] : other.toString();
                            return call(method, real, arguments);
                        }
                        default -> {
                            return call(method, real, arguments);
                        }
                    }
                });
    }

    private static Object call(Method method, Posix real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    public ContainerLookup lookup() {
        return new ContainerLookup() {
            @Override
            public Containers.Snapshot get(String nameOrId) {
                for (Containers.Snapshot other : others) {
                    if (other.name().equals(nameOrId) || other.config().id().equals(nameOrId)) {
                        return other;
                    }
                }
                throw JpodException.notFound(
                        "no container with name or ID \"" + nameOrId + "\" found: no such container");
            }

            @Override
            public List<Containers.Snapshot> list() {
                return others;
            }
        };
    }

    /** What {@code create bb true} asks for. */
    public static CreateRequest.Builder request() {
        return CreateRequest.builder()
                .image("bb")
                .process(process().build())
                .security(SecurityOptions.builder().build())
                .resources(ResourceLimits.builder().build())
                .filesystem(FilesystemOptions.builder().readOnlyTmpfs(true).build())
                .namespaces(namespaces().build())
                .network(NetworkOptions.builder().build())
                .log(LogOptions.builder().build())
                .lifecycle(LifecycleOptions.builder().build());
    }

    public static NamespaceOptions.Builder namespaces() {
        NamespaceMode none = NamespaceMode.builder().build();
        return NamespaceOptions.builder()
                .pid(none)
                .ipc(none)
                .uts(none)
                .cgroup(none)
                .user(none)
                .network(none);
    }

    public static ProcessOptions.Builder process() {
        return ProcessOptions.builder().command(List.of("true")).passwd(true);
    }

    public ContainerConfig plan(CreateRequest.Builder request) {
        return new ContainerPlanner(context, directory.resolve("containers"))
                .plan(
                        new ContainerId(ID),
                        "box",
                        request.build(),
                        Optional.of(new Images.Image(image, List.of("localhost/bb:latest"), List.of())),
                        lookup());
    }

    public JsonObject write(CreateRequest.Builder request) throws IOException {
        return write(plan(request));
    }

    public JsonObject write(ContainerConfig config) throws IOException {
        return write(config, bundle -> {});
    }

    /** @param more what the request has besides */
    JsonObject write(ContainerConfig config, Consumer<BundleRequest.Builder> more) throws IOException {
        volumes.claim(config);
        BundleRequest.Builder bundle = BundleRequest.builder()
                .config(config)
                .name("box")
                .rootfs(rootfs)
                .bundle(directory)
                .userdata(userdata)
                .overlays(overlays);
        if (config.network().kind().equals("slirp4netns")) {
            bundle.networkPlan(plan());
        }
        more.accept(bundle);
        new BundleWriter(context, volumes).write(bundle.build());
        return Json.parseObject(Files.readString(directory.resolve("config.json")));
    }

    /** The mount at a place in the container; null when there is none. */
    public static JsonObject mount(JsonObject spec, String destination) {
        for (JsonObject mount : spec.getObjects("mounts")) {
            if (mount.getString("destination", "").equals(destination)) {
                return mount;
            }
        }
        return null;
    }
}
