package io.jpod.launcher.wiring;

import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.ProviderContext;
import io.jpod.api.ProviderKind;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.lock.LockManager;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorProvider;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;
import io.jpod.api.process.ProcessRunner;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;
import io.jpod.engine.Providers;
import io.jpod.launcher.provider.Candidate;
import io.jpod.launcher.provider.Catalog;
import io.jpod.launcher.provider.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses each provider when it is first asked for, and keeps what it opened. For one thread. */
final class SelectedProviders implements Providers {
    private static final Map<ProviderKind, List<String>> PRIORITIES = Map.of(
            ProviderKind.RUNTIME, List.of("crun", "runc"),
            ProviderKind.STORAGE, List.of("overlay"),
            ProviderKind.NETWORK, List.of("slirp4netns"),
            ProviderKind.IDMAP, List.of("host"),
            ProviderKind.MONITOR, List.of("conmon"));

    private final Catalog catalog;
    private final ProviderOptions options;
    private final StorageChoice storageChoice;
    private final String storageName;
    private final String monitorName;
    private final HostFacts host;
    private final Path root;
    private final Path runRoot;
    private final ProcessRunner processes;
    private final LockManager locks;
    private final Log log;
    private final Map<String, Object> opened = new HashMap<>();
    private final Map<ProviderKind, Candidate> defaults = new HashMap<>();

    SelectedProviders(
            Catalog catalog,
            ProviderOptions options,
            StorageChoice storageChoice,
            String storageName,
            String monitorName,
            HostFacts host,
            Path root,
            Path runRoot,
            ProcessRunner processes,
            LockManager locks,
            Log log) {
        this.catalog = catalog;
        this.options = options;
        this.storageChoice = storageChoice;
        this.storageName = storageName;
        this.monitorName = monitorName;
        this.host = host;
        this.root = root;
        this.runRoot = runRoot;
        this.processes = processes;
        this.locks = locks;
        this.log = log;
    }

    @Override
    public String storageId() {
        return choose(ProviderKind.STORAGE, storageName).id();
    }

    @Override
    public StorageDriver storage() {
        Candidate candidate = choose(ProviderKind.STORAGE, storageName);
        StorageDriver driver = (StorageDriver) opened.get("storage");
        if (driver == null) {
            driver = ((StorageProvider) candidate.provider())
                    .open(context("storage", candidate.id(), options.storage(candidate.id())));
            storageChoice.keep(candidate.id());
            opened.put("storage", driver);
        }
        return driver;
    }

    @Override
    public OciRuntime runtime(String nameOrPath) {
        String wanted = nameOrPath.isEmpty() ? options.runtimeName() : nameOrPath;
        String key = "runtime " + wanted;
        OciRuntime runtime = (OciRuntime) opened.get(key);
        if (runtime == null) {
            boolean known = wanted.indexOf('/') < 0
                    && (wanted.isEmpty()
                            || catalog.find(ProviderKind.RUNTIME, wanted).isPresent());
            String path = known ? "" : options.runtimePath(wanted);
            Candidate candidate = path.isEmpty() ? choose(ProviderKind.RUNTIME, wanted) : byProgram(path);
            runtime = ((RuntimeProvider) candidate.provider())
                    .open(context("runtime", candidate.id(), options.runtime(candidate.id(), path)));
            opened.put(key, runtime);
        }
        return runtime;
    }

    /** A program that is not called like a provider is taken for one of crun's kind, as its flags are the standard's. */
    private Candidate byProgram(String path) {
        if (host.findExecutable(path).isEmpty()) {
            throw new JpodException(
                    ErrorCode.USAGE, "default OCI runtime \"" + path + "\" not found: invalid argument");
        }
        String name = Path.of(path).getFileName().toString();
        for (Candidate candidate : catalog.builtin(ProviderKind.RUNTIME)) {
            if (name.startsWith(candidate.id())) {
                return loaded(ProviderKind.RUNTIME, Optional.of(candidate), name);
            }
        }
        Optional<Candidate> same = catalog.find(ProviderKind.RUNTIME, name);
        return loaded(ProviderKind.RUNTIME, same.isPresent() ? same : catalog.find(ProviderKind.RUNTIME, "crun"), name);
    }

    /** Given a program of its own, a provider need not find one on the search path. */
    private Candidate loaded(ProviderKind kind, Optional<Candidate> found, String name) {
        Candidate candidate = found.orElseThrow(() -> unknown(kind, name));
        candidate.probe(host);
        return candidate.provider() == null ? candidate.require(kind, host) : candidate;
    }

    @Override
    public String runtimeId() {
        String wanted = options.runtimeName();
        return wanted.indexOf('/') >= 0
                ? wanted
                : choose(ProviderKind.RUNTIME, wanted).id();
    }

    @Override
    public Optional<Network> network(String id) {
        Network network = (Network) opened.get("network " + id);
        if (network == null) {
            if (catalog.find(ProviderKind.NETWORK, id).isEmpty()) {
                return Optional.empty();
            }
            network = ((NetworkProvider) choose(ProviderKind.NETWORK, id).provider())
                    .open(context("network", id, options.network()));
            opened.put("network " + id, network);
        }
        return Optional.of(network);
    }

    @Override
    public String networkId() {
        return PRIORITIES.get(ProviderKind.NETWORK).get(0);
    }

    @Override
    public Optional<IdMap> idMap(String id) {
        IdMap map = (IdMap) opened.get("idmap " + id);
        if (map == null) {
            if (catalog.find(ProviderKind.IDMAP, id).isEmpty()) {
                return Optional.empty();
            }
            map = ((IdMapProvider) choose(ProviderKind.IDMAP, id).provider()).open(context("idmap", id, Map.of()));
            opened.put("idmap " + id, map);
        }
        return Optional.of(map);
    }

    @Override
    public ContainerMonitor monitor() {
        ContainerMonitor monitor = (ContainerMonitor) opened.get("monitor");
        if (monitor == null) {
            Map<String, String> given = options.monitor();
            boolean own = given.containsKey("path") && monitorName.isEmpty();
            Candidate candidate = own
                    ? loaded(ProviderKind.MONITOR, catalog.find(ProviderKind.MONITOR, "conmon"), "conmon")
                    : choose(ProviderKind.MONITOR, monitorName);
            monitor = ((MonitorProvider) candidate.provider()).open(context("monitor", candidate.id(), given));
            opened.put("monitor", monitor);
        }
        return monitor;
    }

    @Override
    public String monitorId() {
        return choose(ProviderKind.MONITOR, monitorName).id();
    }

    @Override
    public List<Listing> listings() {
        List<Listing> listings = new ArrayList<>();
        for (ProviderKind kind : ProviderKind.values()) {
            String word = Services.word(kind);
            String reason = nameFor(kind).isEmpty()
                    ? "first usable in the built-in order"
                    : "asked for, or kept by the data root";
            for (Candidate candidate : catalog.all(kind)) {
                boolean plugin = !candidate.origin().equals("built-in");
                String state = isChosen(kind, candidate.id()) ? "chosen" : "usable";
                String why = plugin ? "plug-in " + candidate.origin() : state.equals("chosen") ? reason : "";
                if (candidate.probe(host) instanceof Availability.Unusable unusable) {
                    state = "unusable";
                    why = unusable.reason();
                }
                listings.add(new Listing(word, candidate.id(), state, why));
            }
        }
        return listings;
    }

    private boolean isChosen(ProviderKind kind, String id) {
        if (!nameFor(kind).isEmpty()) {
            return nameFor(kind).equals(id);
        }
        Candidate candidate = firstUsable(kind);
        return candidate != null && candidate.id().equals(id);
    }

    private String nameFor(ProviderKind kind) {
        return switch (kind) {
            case RUNTIME -> options.runtimeName();
            case STORAGE -> storageName;
            case MONITOR -> monitorName;
            case NETWORK, IDMAP -> "";
        };
    }

    /** The named one, which must be usable, or the first usable of the fixed order. */
    private Candidate choose(ProviderKind kind, String name) {
        if (!name.isEmpty()) {
            return catalog.find(kind, name)
                    .orElseThrow(() -> unknown(kind, name))
                    .require(kind, host);
        }
        Candidate first = defaults.get(kind);
        if (first == null) {
            first = firstUsable(kind);
            if (first == null) {
                throw nothing(kind);
            }
            log.debug(Services.word(kind) + " provider: " + first.id());
            defaults.put(kind, first);
        }
        return first;
    }

    private Candidate firstUsable(ProviderKind kind) {
        for (String id : PRIORITIES.get(kind)) {
            Optional<Candidate> candidate = catalog.find(kind, id);
            if (candidate.isPresent()) {
                Availability answer = candidate.get().probe(host);
                if (answer instanceof Availability.Unusable unusable) {
                    log.debug(Services.word(kind) + " provider " + id + " cannot be used: " + unusable.reason());
                } else {
                    return candidate.get();
                }
            }
        }
        return null;
    }

    private JpodException nothing(ProviderKind kind) {
        StringBuilder reasons = new StringBuilder();
        StringBuilder remedies = new StringBuilder();
        for (String id : PRIORITIES.get(kind)) {
            Optional<Candidate> candidate = catalog.find(kind, id);
            reasons.append(reasons.length() == 0 ? "" : "; ").append(id).append(": ");
            if (candidate.isPresent() && candidate.get().probe(host) instanceof Availability.Unusable unusable) {
                reasons.append(unusable.reason());
                remedies.append(remedies.length() == 0 ? "" : "; or ").append(unusable.remedy());
            } else {
                reasons.append("not in this distribution");
            }
        }
        if (kind == ProviderKind.STORAGE) {
            remedies.append(remedies.length() == 0 ? "" : "; or ")
                    .append("choose the slower vfs with --storage-driver vfs");
        }
        return new JpodException(ErrorCode.HOST, "no usable " + Services.word(kind) + " provider: " + reasons)
                .withRemedy(remedies.toString());
    }

    private JpodException unknown(ProviderKind kind, String name) {
        StringBuilder known = new StringBuilder();
        for (Candidate candidate : catalog.all(kind)) {
            known.append(known.length() == 0 ? "" : ", ").append(candidate.id());
        }
        String message = kind == ProviderKind.RUNTIME
                ? "default OCI runtime \"" + name + "\" not found: invalid argument"
                : "no " + Services.word(kind) + " provider \"" + name + "\" found";
        return JpodException.usage(message).withRemedy("available: " + known);
    }

    private ProviderContext context(String kind, String id, Map<String, String> given) {
        String place = kind + "/" + id;
        return new ProviderContext(host, root.resolve(place), runRoot.resolve(place), given, processes, locks, log);
    }
}
