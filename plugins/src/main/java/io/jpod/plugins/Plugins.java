package io.jpod.plugins;

import io.jpod.api.ApiLevel;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import io.jpod.api.process.ProcessRunner;
import io.jpod.plugins.osgi.BundleHost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The jars in the plug-in folders and their providers. Making one costs nothing; the folders are read when it is first asked. For one thread. */
public final class Plugins implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_LIMIT = Duration.ofDays(1);
    private static final String TIME_LIMIT = "JPOD_PLUGIN_TIME_LIMIT";

    private final PluginPlaces places;
    private final Path distribution;
    private final Path components;
    private final ProcessRunner processes;
    private final PluginCalls calls;
    private final Log log;
    private final Disabled disabled;
    private PluginIndex index;
    private PluginLoader loader;
    private List<PluginRecord> records;
    private Consumer<String> bundles;

    /**
     * Plug-ins.
     *
     * @param distribution jpod's own directory
     * @param calls watches over what plug-ins do
     */
    Plugins(PluginPlaces places, Path distribution, ProcessRunner processes, PluginCalls calls, Log log) {
        this.places = places;
        this.distribution = distribution;
        this.components = distribution.resolve("lib/osgi");
        this.processes = processes;
        this.calls = calls;
        this.log = log;
        this.disabled = new Disabled(places.settings());
    }

    /**
     * The plug-ins of a user.
     *
     * @param distribution jpod's own directory
     * @param home of the invoking user
     * @param stderr where a plug-in that ends the process is named
     */
    public static Plugins of(
            Path distribution,
            Map<String, String> environment,
            Path home,
            ProcessRunner processes,
            OutputStream stderr,
            Log log) {
        return new Plugins(
                PluginPlaces.of(environment, home),
                distribution,
                processes,
                new PluginCalls(stderr, limit(environment, log), log),
                log);
    }

    /** {@code JPOD_PLUGIN_TIME_LIMIT} in seconds, for slow machines. */
    private static Duration limit(Map<String, String> environment, Log log) {
        String wanted = environment.getOrDefault(TIME_LIMIT, "");
        if (wanted.isEmpty()) {
            return LIMIT;
        }
        try {
            long seconds = Long.parseLong(wanted);
            if (seconds >= 1 && seconds <= LONGEST_LIMIT.toSeconds()) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            log.debug(TIME_LIMIT + ": " + e.getMessage());
        }
        log.warn(TIME_LIMIT + "=" + wanted + " is no number of seconds between 1 and " + LONGEST_LIMIT.toSeconds()
                + "; " + LIMIT.toSeconds() + " are taken");
        return LIMIT;
    }

    /** @param listener is told the id of each provider that a bundle offers, when one is used */
    public void tellBundles(Consumer<String> listener) {
        bundles = listener;
    }

    /** jpod's own directory. */
    public Path distribution() {
        return distribution;
    }

    public PluginPlaces places() {
        return places;
    }

    public Disabled disabled() {
        return disabled;
    }

    /** All jars, in the order of precedence. */
    public List<PluginRecord> records() {
        if (records == null) {
            records = index().records();
            for (PluginRecord record : records) {
                if (!record.fault().isEmpty()) {
                    log.debug("plug-in " + record.path() + " " + record.fault());
                }
            }
        }
        return records;
    }

    /** Looks at a jar that lies outside the plug-in folders. */
    public PluginRecord examine(Path jar) {
        List<Path> bundles = new ArrayList<>();
        for (PluginRecord record : records()) {
            if (record.facts().isBundle()) {
                bundles.add(record.path());
            }
        }
        if (JarFacts.of(jar).isBundle()) {
            bundles.add(jar);
        }
        return probe().probe(List.of(jar), bundles).get(0);
    }

    /** What was known is not true any more; the next question looks again. */
    public void forget(Path jar) {
        try {
            index().forget(jar);
        } catch (IOException e) {
            throw JpodException.host("forgetting what was known of " + jar, e);
        }
        records = null;
    }

    private PluginIndex index() {
        if (index == null) {
            index = new PluginIndex(places, build(), probe(), log);
        }
        return index;
    }

    /** The first word of {@code lib/build-id}; without the file, what may be kept of jars depends on the API alone. */
    private String build() {
        try {
            return Files.readString(distribution.resolve("lib/build-id")).split("\\s", 2)[0];
        } catch (IOException e) {
            log.debug("no build of jpod in " + distribution + ": " + e);
            return "api" + ApiLevel.CURRENT;
        }
    }

    private PluginProbe probe() {
        return new ProbeProcess(processes, places.cache(), components, calls.limit(), log);
    }

    /** One candidate for each provider of a kind, the unusable ones too. */
    List<Candidate> candidates(ProviderKind kind) {
        List<Candidate> candidates = new ArrayList<>();
        for (PluginRecord record : records()) {
            for (ProviderRecord provider : record.providers()) {
                if (provider.kind() == kind) {
                    candidates.add(candidate(record, provider));
                }
            }
        }
        return candidates;
    }

    private Candidate candidate(PluginRecord record, ProviderRecord provider) {
        String origin = record.path().toString();
        String id = provider.id().isEmpty() ? provider.className() : provider.id();
        if (disabled.contains(record.path())) {
            return Candidate.broken(
                    id, origin, "the plug-in " + origin + " is disabled", "jpod plugin enable " + record.name());
        }
        String fault = provider.fault().isEmpty() ? record.fault() : provider.fault();
        return fault.isEmpty()
                ? new Candidate(id, origin, new Loading(record, provider))
                : Candidate.broken(id, origin, origin + " " + fault, "remove or replace " + origin);
    }

    /** The jars that cannot be used and do not tell what they would be: they may be what somebody asks for. */
    List<PluginRecord> unknown() {
        List<PluginRecord> unknown = new ArrayList<>();
        for (PluginRecord record : records()) {
            if (!record.fault().isEmpty() && record.providers().isEmpty()) {
                unknown.add(record);
            }
        }
        return unknown;
    }

    /** Loads a provider when it is needed; the class loaders are shared with the plug-in's others. No lambdas: they are slow at their first use. */
    private final class Loading implements Supplier<Provider> {
        private final PluginRecord record;
        private final ProviderRecord provider;

        Loading(PluginRecord record, ProviderRecord provider) {
            this.record = record;
            this.provider = provider;
        }

        @Override
        public Provider get() {
            Path jar = record.path();
            log.debug("loading " + Services.word(provider.kind()) + " provider " + provider.id() + " from " + jar);
            if (loader == null) {
                loader = new PluginLoader(Plugins.class.getClassLoader(), calls, new Framework());
            }
            boolean bundle = record.facts().isBundle();
            return calls.bounded(
                    bundle ? "starting " + record.facts().bundleName() : "making " + provider.className(),
                    new Making(),
                    calls.limit());
        }

        /** The part with the time limit. */
        private final class Making implements Supplier<Provider> {
            @Override
            public Provider get() {
                return record.facts().isBundle()
                        ? ofBundle(record, provider)
                        : loader.fromJar(record.path(), provider.kind(), provider.className());
            }
        }
    }

    private Provider ofBundle(PluginRecord record, ProviderRecord provider) {
        for (BundleHost.Offer offer : loader.fromBundle(record.path(), provider.kind())) {
            Provider fenced = loader.fence(record.path(), provider.kind(), offer.provider());
            if (fenced.id().equals(provider.id())) {
                if (bundles != null) {
                    bundles.accept(provider.id());
                }
                return fenced;
            }
        }
        throw new JpodException(ErrorCode.HOST, "it does not offer " + provider.id() + " any more");
    }

    private final class Framework implements Supplier<BundleHost> {
        @Override
        public BundleHost get() {
            return framework();
        }
    }

    private BundleHost framework() {
        List<Path> bundles = new ArrayList<>();
        for (PluginRecord record : records()) {
            if (record.facts().isBundle() && !disabled.contains(record.path())) {
                bundles.add(record.path());
            }
        }
        try {
            return new BundleHost(Scratch.make(places.cache()), components, bundles, log);
        } catch (IOException e) {
            throw JpodException.host("making a directory for the OSGi framework in " + places.cache(), e);
        }
    }

    @Override
    public void close() {
        if (loader != null) {
            loader.close();
            loader = null;
        }
        calls.close();
    }
}
