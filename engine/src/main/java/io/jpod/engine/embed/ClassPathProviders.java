package io.jpod.engine.embed;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.Provider;
import io.jpod.api.ProviderContext;
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
import io.jpod.engine.root.DriverMark;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The providers that a program has on its class path, the first usable one of each kind unless one is named. For one thread. */
final class ClassPathProviders implements Providers {
    private final Map<String, String> settings;
    private final JsonObject containers;
    private final JsonObject storageConf;
    private final HostFacts host;
    private final Path root;
    private final Path runRoot;
    private final ProcessRunner processes;
    private final LockManager locks;
    private final Log log;
    private final Map<String, Object> opened = new HashMap<>();

    ClassPathProviders(
            Map<String, String> settings,
            JsonObject containers,
            JsonObject storageConf,
            HostFacts host,
            Path root,
            Path runRoot,
            ProcessRunner processes,
            LockManager locks,
            Log log) {
        this.settings = settings;
        this.containers = containers;
        this.storageConf = storageConf;
        this.host = host;
        this.root = root;
        this.runRoot = runRoot;
        this.processes = processes;
        this.locks = locks;
        this.log = log;
    }

    @Override
    public String storageId() {
        return storageProvider().id();
    }

    @Override
    public StorageDriver storage() {
        StorageDriver driver = (StorageDriver) opened.get("storage");
        if (driver == null) {
            StorageProvider provider = storageProvider();
            Map<String, String> options = new HashMap<>();
            JsonObject given =
                    storageConf.getObject("storage").getObject("options").getObject(provider.id());
            for (String name : given.names()) {
                options.put(name, String.valueOf(given.get(name)));
            }
            driver = provider.open(context("storage", provider.id(), options));
            new DriverMark(root).keep(provider.id());
            opened.put("storage", driver);
        }
        return driver;
    }

    private StorageProvider storageProvider() {
        String kept = new DriverMark(root).read();
        String asked = settings.getOrDefault("storage", "");
        if (!kept.isEmpty() && !asked.isEmpty() && !kept.equals(asked)) {
            throw new JpodException(
                            ErrorCode.CONFLICT,
                            "storage driver \"" + asked + "\" was asked for, but " + root + " has layers of \"" + kept
                                    + "\"")
                    .withRemedy("use another root");
        }
        return choose(StorageProvider.class, "storage driver", kept.isEmpty() ? asked : kept);
    }

    @Override
    public OciRuntime runtime(String nameOrPath) {
        String wanted = nameOrPath.isEmpty() ? settings.getOrDefault("runtime", "") : nameOrPath;
        return (OciRuntime) opened.computeIfAbsent("runtime " + wanted, key -> {
            RuntimeProvider provider = choose(RuntimeProvider.class, "OCI runtime", wanted);
            return provider.open(context("runtime", provider.id(), options("cgroup_manager", "cgroup-manager")));
        });
    }

    @Override
    public String runtimeId() {
        return choose(RuntimeProvider.class, "OCI runtime", settings.getOrDefault("runtime", ""))
                .id();
    }

    @Override
    public Optional<Network> network(String id) {
        for (NetworkProvider provider : all(NetworkProvider.class)) {
            if (provider.id().equals(id)) {
                NetworkProvider usable = choose(NetworkProvider.class, "network", id);
                return Optional.of((Network) opened.computeIfAbsent(
                        "network " + id,
                        key -> usable.open(context("network", id, options("network_cmd_path", "path")))));
            }
        }
        return Optional.empty();
    }

    /** Without a provider that works a container has the loopback interface alone. */
    @Override
    public String networkId() {
        for (NetworkProvider provider : all(NetworkProvider.class)) {
            if (provider.probe(host) instanceof Availability.Usable) {
                return provider.id();
            }
        }
        return "none";
    }

    @Override
    public Optional<IdMap> idMap(String id) {
        for (IdMapProvider provider : all(IdMapProvider.class)) {
            if (provider.id().equals(id)) {
                return Optional.of((IdMap)
                        opened.computeIfAbsent("idmap " + id, key -> provider.open(context("idmap", id, Map.of()))));
            }
        }
        return Optional.empty();
    }

    @Override
    public ContainerMonitor monitor(String id) {
        return (ContainerMonitor) opened.computeIfAbsent("monitor " + id, key -> {
            MonitorProvider provider = choose(MonitorProvider.class, "monitor", id);
            return provider.open(context("monitor", provider.id(), options("cgroup_manager", "cgroup-manager")));
        });
    }

    @Override
    public String monitorId() {
        return choose(MonitorProvider.class, "monitor", "").id();
    }

    @Override
    public List<Listing> listings() {
        List<Listing> listings = new ArrayList<>();
        list(listings, "runtime", RuntimeProvider.class);
        list(listings, "storage", StorageProvider.class);
        list(listings, "network", NetworkProvider.class);
        list(listings, "idmap", IdMapProvider.class);
        list(listings, "monitor", MonitorProvider.class);
        return listings;
    }

    private void list(List<Listing> listings, String kind, Class<? extends Provider> type) {
        for (Provider provider : all(type)) {
            String reason = provider.probe(host) instanceof Availability.Unusable unusable ? unusable.reason() : "";
            listings.add(new Listing(kind, provider.id(), reason.isEmpty() ? "usable" : "unusable", reason));
        }
    }

    /** The named one, which must be usable; else the first usable, vfs only when it is the one that the program has. */
    private <T extends Provider> T choose(Class<T> type, String title, String name) {
        List<T> all = all(type);
        StringBuilder reasons = new StringBuilder();
        StringBuilder remedies = new StringBuilder();
        for (T provider : all) {
            boolean meant = name.isEmpty()
                    ? !provider.id().equals("vfs") || all.size() == 1
                    : provider.id().equals(name);
            if (!meant) {
                continue;
            }
            if (!(provider.probe(host) instanceof Availability.Unusable unusable)) {
                return provider;
            }
            reasons.append(reasons.length() == 0 ? "" : "; ")
                    .append(provider.id())
                    .append(": ");
            reasons.append(unusable.reason());
            remedies.append(remedies.length() == 0 ? "" : "; or ").append(unusable.remedy());
        }
        if (reasons.length() == 0) {
            String what = name.isEmpty() ? "no " + title : "no " + title + " \"" + name + "\"";
            throw new JpodException(ErrorCode.HOST, what + " on the class path")
                    .withRemedy("add its module to the program, for example io.jpod:" + example(type, name));
        }
        throw new JpodException(ErrorCode.HOST, "no usable " + title + ": " + reasons).withRemedy(remedies.toString());
    }

    /** The module of ours that has the provider, or one of its kind. */
    private static String example(Class<? extends Provider> type, String id) {
        if (type == RuntimeProvider.class) {
            return id.equals("runc") ? "jpod-runtime-runc" : "jpod-runtime-crun";
        }
        if (type == StorageProvider.class) {
            return id.equals("vfs") ? "jpod-storage-vfs" : "jpod-storage-overlay";
        }
        return type == NetworkProvider.class ? "jpod-network-slirp" : "jpod-monitor-conmon";
    }

    private static <T extends Provider> List<T> all(Class<T> type) {
        List<T> providers = new ArrayList<>();
        for (T provider : ServiceLoader.load(type)) {
            if (provider.apiLevel() <= ApiLevel.CURRENT) {
                providers.add(provider);
            }
        }
        return providers;
    }

    private Map<String, String> options(String setting, String option) {
        String value = containers.getObject("engine").getString(setting, "");
        return value.isEmpty() ? Map.of() : Map.of(option, value);
    }

    private ProviderContext context(String kind, String id, Map<String, String> given) {
        String place = kind + "/" + id;
        return new ProviderContext(host, root.resolve(place), runRoot.resolve(place), given, processes, locks, log);
    }
}
