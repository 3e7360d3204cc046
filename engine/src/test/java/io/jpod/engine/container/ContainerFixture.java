package io.jpod.engine.container;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.storage.StorageDriver;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Providers;
import io.jpod.engine.PullOptions;
import io.jpod.engine.layer.LayerStore;
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
import io.jpod.engine.spec.BundleWriter;
import io.jpod.engine.spec.ExecProcess;
import io.jpod.engine.volume.StoredVolumes;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.testkit.host.FakeHostFacts;
import io.jpod.testkit.monitor.FakeMonitor;
import io.jpod.testkit.runtime.FakeRuntime;
import io.jpod.testkit.storage.FakeStorageDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mockito.Mockito;

/** An engine's containers on fakes: processes are files of a made-up {@code /proc}, the runtime tells the monitor what to do. */
final class ContainerFixture {
    final Path root;
    final Path runRoot;
    final Path proc;
    final FakeMonitor monitor;
    final FakeRuntime runtime = new FakeRuntime(Path.of("/fake-runtime"), List.of());
    final FakeStorageDriver storage;
    final RecordingLog log = new RecordingLog();
    final CountedLocks locks = new CountedLocks();
    final StoredVolumes volumes = mock(StoredVolumes.class);
    final BundleWriter bundles = mock(BundleWriter.class);
    final ContainerPlanner planner = mock(ContainerPlanner.class);
    final Images images = mock(Images.class);
    final List<String> networkCalls = new ArrayList<>();
    /** Thrown by detaching; null for none. */
    JpodException detachFailure;

    /** What the clock goes on by while a network is detached. */
    Duration detachTakes = Duration.ZERO;

    private Clock clock = Clock.systemUTC();
    /** {@code engine} of containers.conf. */
    final JsonObject settings = new JsonObject();

    /** The step at which to fail: {@code plan}, {@code attach}, {@code start}, {@code mount}. */
    String failing = "";

    /** What the next containers are planned with. */
    LifecycleOptions.Builder lifecycle = LifecycleOptions.builder().restartPolicy("no");

    List<String> dependencies = List.of();

    ContainerFixture(Path directory) throws IOException {
        root = directory.resolve("root");
        runRoot = directory.resolve("run");
        proc = directory.resolve("proc");
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        boot("first");
        storage = new FakeStorageDriver(directory.resolve("storage"));
        monitor = new FakeMonitor(Clock.systemUTC(), this::appear, this::vanish);
        when(planner.plan(any(), any(), any(), any(), any()))
                .thenAnswer(call -> plan(call.getArgument(0), call.getArgument(2)));
    }

    void boot(String id) throws IOException {
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), id + "\n");
    }

    private void appear(int pid) {
        try {
            Path directory = Files.createDirectories(proc.resolve(Integer.toString(pid)));
            StringBuilder stat = new StringBuilder(pid + " (a (b) c) S");
            for (int field = 4; field < 22; field++) {
                stat.append(" 0");
            }
            Files.writeString(directory.resolve("stat"), stat + " " + (pid * 10) + " 0\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void vanish(int pid) {
        Directories.delete(proc.resolve(Integer.toString(pid)));
    }

    private ContainerConfig plan(ContainerId id, CreateRequest request) {
        return ContainerConfig.builder()
                .id(id.value())
                .created(System.nanoTime())
                .request(request)
                .imageId("1".repeat(64))
                .network(NamespaceMode.builder().kind("fake").build())
                .user(NamespaceMode.builder().build())
                .stopSignal(15)
                .stopTimeout(10)
                .logDriver("k8s-file")
                .logPath(root.resolve("containers/" + id + "/ctr.log").toString())
                .dependencies(dependencies)
                .build();
    }

    CreateRequest request(String name) {
        return CreateRequest.builder()
                .name(name)
                .image("image")
                .process(ProcessOptions.builder().build())
                .security(SecurityOptions.builder().build())
                .resources(ResourceLimits.builder().build())
                .filesystem(FilesystemOptions.builder().build())
                .namespaces(NamespaceOptions.builder()
                        .pid(NamespaceMode.builder().build())
                        .ipc(NamespaceMode.builder().build())
                        .uts(NamespaceMode.builder().build())
                        .cgroup(NamespaceMode.builder().build())
                        .user(NamespaceMode.builder().build())
                        .network(NamespaceMode.builder().build())
                        .build())
                .network(NetworkOptions.builder().build())
                .log(LogOptions.builder().build())
                .lifecycle(lifecycle.build())
                .build();
    }

    /** The containers as a new command would open them. */
    StoredContainers open() throws IOException {
        Posix posix = posix();
        Providers providers = mock(Providers.class);
        StorageDriver driver = Mockito.spy(storage);
        Mockito.lenient()
                .doAnswer(call -> {
                    fail("mount");
                    return call.callRealMethod();
                })
                .when(driver)
                .mount(any(), any());
        when(providers.storage()).thenReturn(driver);
        when(providers.storageId()).thenReturn("fake");
        when(providers.monitor(anyString())).thenReturn(monitor);
        when(providers.runtime(any())).thenReturn(runtime);
        when(images.obtain(any(), any(), any()))
                .thenReturn(new Images.Image(
                        ImageRunConfig.builder().id("1".repeat(64)).build(), List.of("image"), List.of()));
        FakeHostFacts host = new FakeHostFacts();
        EngineContext context = new EngineContext(
                root,
                runRoot,
                host,
                providers,
                locks,
                new RuntimeProcesses(),
                posix,
                log,
                movedClock(),
                new JsonObject().put("engine", settings),
                List.of("/bin/jpod"));
        ContainerPaths paths = ContainerPaths.of(context);
        HostProcesses processes = new HostProcesses(posix, proc);
        Services services = new Services(
                context,
                paths,
                new ContainerStore(paths, locks),
                new StateCheck(paths, processes, Clock.systemUTC()),
                processes,
                new ExitCodes(paths.exitCodes(), Clock.systemUTC()),
                images,
                new LayerStore(root, providers, host, locks, posix, log),
                volumes,
                bundles,
                new RecordingNetwork());
        return new StoredContainers(services, planner, mock(ExecProcess.class), proc);
    }

    private Clock movedClock() {
        Clock moved = mock(Clock.class);
        when(moved.instant()).thenAnswer(call -> clock.instant());
        when(moved.millis()).thenAnswer(call -> clock.millis());
        return moved;
    }

    /** Makes and starts a container. */
    String run(StoredContainers containers, String name) {
        String id = create(containers, name);
        containers.start(id);
        return id;
    }

    String create(StoredContainers containers, String name) {
        return containers
                .create(request(name), PullOptions.builder().build(), line -> {})
                .config()
                .id();
    }

    private void fail(String step) {
        if (failing.equals(step)) {
            throw JpodException.external("cannot " + step);
        }
    }

    private Posix posix() throws IOException {
        Posix posix = mock(Posix.class);
        int[] next = {100};
        when(posix.pipe()).thenAnswer(call -> new int[] {next[0]++, next[0]++});
        when(posix.open(anyInt(), any(), anyInt(), anyInt())).thenAnswer(call -> {
            Files.write(Path.of((String) call.getArgument(1)), new byte[0]);
            return next[0]++;
        });
        when(posix.openProcess(anyInt())).thenAnswer(call -> {
            int pid = call.getArgument(0);
            if (!Files.exists(proc.resolve(Integer.toString(pid)))) {
                throw new PosixException("pidfd_open", Integer.toString(pid), Errno.ESRCH);
            }
            return next[0]++;
        });
        when(posix.poll(any(), any(), any(), anyInt())).thenReturn(0);
        return posix;
    }

    /** Runs what the runtime's command lines say. */
    private final class RuntimeProcesses implements ProcessRunner {
        @Override
        public ProcessResult run(ProcessRequest request) {
            List<String> argv = request.argv();
            ContainerId id = null;
            for (String word : argv) {
                if (word.length() == 64) {
                    id = new ContainerId(word);
                }
            }
            if (argv.contains("start")) {
                if (failing.equals("start")) {
                    return new ProcessResult(1, "", "cannot start");
                }
                monitor.start(id);
            } else if (argv.contains("kill")) {
                int signal = Integer.parseInt(argv.get(argv.size() - 1));
                if (signal == 9 || signal == 15) {
                    monitor.end(id, 128 + signal);
                }
            } else if (argv.contains("delete")) {
                monitor.end(id, 137);
            }
            return new ProcessResult(0, "", "");
        }

        @Override
        public int spawn(ProcessRequest request) {
            throw new UnsupportedOperationException();
        }
    }

    private final class RecordingNetwork implements NetworkSteps {
        @Override
        public Optional<NetworkPlan> plan(ContainerConfig config) {
            fail("plan");
            return Optional.of(new NetworkPlan("192.0.2.100", "192.0.2.1", List.of(), "fake0", false));
        }

        @Override
        public Optional<NetworkAttachment> attach(
                ContainerConfig config, String name, int pid, Path runDirectory, int lifetimeDescriptor) {
            fail("attach");
            networkCalls.add("attach " + pid);
            return Optional.of(new NetworkAttachment(plan(config).orElseThrow(), Map.of("pid", Integer.toString(pid))));
        }

        @Override
        public void detach(ContainerConfig config, NetworkAttachment attachment) {
            networkCalls.add("detach " + attachment.state().get("pid"));
            clock = Clock.offset(clock, detachTakes);
            if (detachFailure != null) {
                throw detachFailure;
            }
        }
    }

    /** Everything below a directory that is not expected to be there. */
    static List<String> files(Path directory) throws IOException {
        List<String> result = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (var entries = Files.newDirectoryStream(directory)) {
                entries.forEach(entry -> result.add(entry.getFileName().toString()));
            }
        }
        return result;
    }

    OciRuntime runtime() {
        return runtime;
    }
}
