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
import io.jpod.plugins.Candidate;
import io.jpod.plugins.Catalog;
import io.jpod.plugins.PluginRecord;
import io.jpod.plugins.Services;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses each provider when it is first asked for, and keeps what it opened. Thread-safe: all is guarded by this object. */
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
    public synchronized String storageId() {
        return choose(ProviderKind.STORAGE, storageName).id();
    }

    @Override
    public synchronized StorageDriver storage() {
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
    public List<Path> imageStores() {
        return options.imageStores();
    }

    @Override
    public synchronized Optional<StorageDriver> otherStorage(String id) {
        String key = "storage " + id;
        StorageDriver driver = (StorageDriver) opened.get(key);
        if (driver == null) {
            try {
                Candidate candidate = choose(ProviderKind.STORAGE, id);
                driver = ((StorageProvider) candidate.provider()).open(context("storage", id, options.storage(id)));
            } catch (JpodException e) {
                log.debug("storage driver " + id + ": " + e.getMessage());
                return Optional.empty();
            }
            opened.put(key, driver);
        }
        return Optional.of(driver);
    }

    @Override
    public synchronized OciRuntime runtime(String nameOrPath) {
        String wanted = nameOrPath.isEmpty() ? options.runtimeName() : nameOrPath;
        String key = "runtime " + wanted;
        OciRuntime runtime = (OciRuntime) opened.get(key);
        if (runtime == null) {
            String path = program(wanted);
            Candidate candidate = path.isEmpty() ? choose(ProviderKind.RUNTIME, wanted) : byProgram(path);
            runtime = ((RuntimeProvider) candidate.provider())
                    .open(context("runtime", candidate.id(), options.runtime(candidate.id(), path)));
            opened.put(key, runtime);
        }
        return runtime;
    }

    /** The program of a runtime that is no provider's id; empty for an id, and for a name that means nothing. */
    private String program(String wanted) {
        boolean known = wanted.indexOf('/') < 0 && (wanted.isEmpty() || isKnown(ProviderKind.RUNTIME, wanted));
        return known ? "" : options.runtimePath(wanted);
    }

    /** A program that is not called like a provider is taken for one of crun's kind, as its flags are the standard's. */
    private Candidate byProgram(String path) {
        if (host.findExecutable(path).isEmpty()) {
            throw new JpodException(
                    ErrorCode.USAGE, "no valid executable found for OCI runtime " + path + ": invalid argument");
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
    public synchronized String runtimeId() {
        String wanted = options.runtimeName();
        return program(wanted).isEmpty() ? choose(ProviderKind.RUNTIME, wanted).id() : wanted;
    }

    @Override
    public synchronized Optional<Network> network(String id) {
        Network network = (Network) opened.get("network " + id);
        if (network == null) {
            if (!isKnown(ProviderKind.NETWORK, id)) {
                throwIfSuspected(id, "unable to find network with name or ID " + id + ": network not found");
                return Optional.empty();
            }
            network = ((NetworkProvider) choose(ProviderKind.NETWORK, id).provider())
                    .open(context("network", id, options.network()));
            opened.put("network " + id, network);
        }
        return Optional.of(network);
    }

    @Override
    public synchronized String networkId() {
        String name = nameFor(ProviderKind.NETWORK);
        return name.isEmpty() ? priorities(ProviderKind.NETWORK).get(0) : name;
    }

    @Override
    public synchronized Optional<IdMap> idMap(String id) {
        IdMap map = (IdMap) opened.get("idmap " + id);
        if (map == null) {
            if (!isKnown(ProviderKind.IDMAP, id)) {
                throwIfSuspected(id, "unrecognized namespace mode " + id + " passed");
                return Optional.empty();
            }
            map = ((IdMapProvider) choose(ProviderKind.IDMAP, id).provider()).open(context("idmap", id, Map.of()));
            opened.put("idmap " + id, map);
        }
        return Optional.of(map);
    }

    @Override
    public synchronized ContainerMonitor monitor(String id) {
        String wanted = id.isEmpty() ? monitorName : id;
        ContainerMonitor monitor = (ContainerMonitor) opened.get("monitor " + wanted);
        if (monitor == null) {
            Map<String, String> given = options.monitor();
            boolean own = given.containsKey("path") && (wanted.isEmpty() || wanted.equals("conmon"));
            Candidate candidate = own
                    ? loaded(ProviderKind.MONITOR, catalog.find(ProviderKind.MONITOR, "conmon"), "conmon")
                    : choose(ProviderKind.MONITOR, wanted);
            monitor = ((MonitorProvider) candidate.provider()).open(context("monitor", candidate.id(), given));
            opened.put("monitor " + wanted, monitor);
        }
        return monitor;
    }

    @Override
    public synchronized String monitorId() {
        return choose(ProviderKind.MONITOR, monitorName).id();
    }

    @Override
    public synchronized List<Listing> listings() {
        List<Listing> listings = new ArrayList<>();
        for (ProviderKind kind : ProviderKind.values()) {
            String word = Services.word(kind);
            String reason = nameFor(kind).isEmpty()
                    ? "first usable in the built-in order"
                    : "asked for, or kept by the data root";
            for (Candidate candidate : catalog.all(kind)) {
                boolean chosen = isChosen(kind, candidate.id());
                String state = chosen ? "chosen" : "usable";
                String why = chosen ? reason : "";
                if (!candidate.isBuiltin() && !chosen && candidate.knownFault().isEmpty()) {
                    // Strangers' code is run for who asks for it.
                    state = "installed";
                    why = "plug-in " + candidate.origin();
                } else if (candidate.probe(host) instanceof Availability.Unusable unusable) {
                    state = "unusable";
                    why = unusable.reason();
                }
                listings.add(new Listing(word, candidate.id(), state, why));
            }
        }
        for (PluginRecord jar : catalog.unidentified()) {
            listings.add(new Listing("plug-in", jar.name(), "unusable", jar.path() + " " + jar.fault()));
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
            case NETWORK -> host.rootless() ? options.networkName() : "";
            case IDMAP -> "";
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
        for (String id : priorities(kind)) {
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
        for (String id : priorities(kind)) {
            Optional<Candidate> candidate = catalog.find(kind, id);
            reasons.append(reasons.length() == 0 ? "" : "; ").append(id).append(": ");
            if (candidate.isPresent() && candidate.get().probe(host) instanceof Availability.Unusable unusable) {
                reasons.append(unusable.reason());
                remedies.append(remedies.length() == 0 ? "" : "; or ").append(unusable.remedy());
            } else {
                reasons.append("not in this distribution");
            }
        }
        if (kind == ProviderKind.STORAGE && catalog.leftOut(kind, "vfs").isEmpty()) {
            remedies.append(remedies.length() == 0 ? "" : "; or ")
                    .append("choose the slower vfs with --storage-driver vfs");
        }
        return new JpodException(ErrorCode.HOST, "no usable " + Services.word(kind) + " provider: " + reasons)
                .withRemedy(remedies.toString());
    }

    /** One that the distribution leaves out is refused as such, so that nobody looks for a mistake in the name. */
    private boolean isKnown(ProviderKind kind, String id) {
        if (catalog.find(kind, id).isPresent()) {
            return true;
        }
        Optional<JpodException> absent = catalog.leftOut(kind, id);
        if (absent.isPresent()) {
            throw absent.get();
        }
        return false;
    }

    /** What is tried in turn when nobody names a provider: the distribution's choice before the usual one. */
    private List<String> priorities(ProviderKind kind) {
        List<String> own = catalog.defaults(Services.word(kind));
        return own.isEmpty() ? PRIORITIES.get(kind) : own;
    }

    private JpodException unknown(ProviderKind kind, String name) {
        Optional<JpodException> absent = catalog.leftOut(kind, name);
        if (absent.isPresent()) {
            return absent.get();
        }
        StringBuilder known = new StringBuilder();
        for (Candidate candidate : catalog.all(kind)) {
            if (candidate.knownFault().isEmpty()) {
                known.append(known.length() == 0 ? "" : ", ").append(candidate.id());
            }
        }
        String message = kind == ProviderKind.RUNTIME
                ? "default OCI runtime \"" + name + "\" not found: invalid argument"
                : "no " + Services.word(kind) + " provider \"" + name + "\" found";
        List<String> suspects = catalog.suspects(name);
        return JpodException.usage(message)
                .withRemedy("available: " + known + (suspects.isEmpty() ? "" : "; " + String.join("; ", suspects)));
    }

    /** An id that nobody has, while there are plug-ins which cannot tell theirs. */
    private void throwIfSuspected(String id, String message) {
        List<String> suspects = catalog.suspects(id);
        if (!suspects.isEmpty()) {
            throw JpodException.notFound(message).withRemedy(String.join("; ", suspects));
        }
    }

    private ProviderContext context(String kind, String id, Map<String, String> given) {
        String place = kind + "/" + id;
        return new ProviderContext(host, root.resolve(place), runRoot.resolve(place), given, processes, locks, log);
    }
}
