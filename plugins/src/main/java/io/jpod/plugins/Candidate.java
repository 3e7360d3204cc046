package io.jpod.plugins;

import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import io.jpod.api.host.HostFacts;
import java.util.Optional;
import java.util.function.Supplier;

/** A provider that was found. It is loaded when something about it is asked that its description does not tell. */
public final class Candidate {
    private final String id;
    private final String origin;
    private final Supplier<Provider> loader;
    private Provider provider;
    private String fault;
    private String remedy;

    /**
     * A candidate.
     *
     * @param id what the index says; the provider's own id must be the same
     * @param origin {@code built-in} or the jar's path
     */
    Candidate(String id, String origin, Supplier<Provider> loader) {
        this.id = id;
        this.origin = origin;
        this.loader = loader;
    }

    /** Something in a plug-in directory that is no provider. */
    static Candidate broken(String id, String origin, String fault, String remedy) {
        Candidate candidate = new Candidate(id, origin, () -> null);
        candidate.fault = fault;
        candidate.remedy = remedy;
        return candidate;
    }

    public String id() {
        return id;
    }

    public String origin() {
        return origin;
    }

    public boolean isBuiltin() {
        return origin.equals(BuiltinProviders.ORIGIN);
    }

    /** The level that it was built for; 0 when it cannot be loaded. */
    public int apiLevel() {
        load();
        return provider == null ? 0 : provider.apiLevel();
    }

    /** What is already known to be wrong with it, without loading it. */
    public Optional<String> knownFault() {
        return Optional.ofNullable(fault);
    }

    /** Can it work here? A provider that cannot be loaded, or was built for a newer API, cannot. */
    public Availability probe(HostFacts host) {
        load();
        if (fault != null) {
            return Availability.unusable(fault, remedy);
        }
        try {
            Availability answer = provider.probe(host);
            return answer == null ? Availability.unusable(origin + " gave no answer to a probe", remedy()) : answer;
        } catch (JpodException e) {
            // The fence names the jar, the plug-in's own exceptions do not.
            boolean named = e.getMessage().startsWith("plug-in " + origin);
            return Availability.unusable(named ? e.getMessage() : failedProbe(e), remedy());
        } catch (RuntimeException | LinkageError e) {
            return Availability.unusable(failedProbe(e), remedy());
        }
    }

    private String failedProbe(Throwable thrown) {
        return "probing " + origin + " failed: " + Faults.text(thrown);
    }

    private String remedy() {
        return isBuiltin()
                ? "this is a defect of jpod"
                : "report this to the author of " + origin + "; jpod plugin disable " + Origins.name(origin)
                        + " switches it off";
    }

    /** @throws JpodException HOST with reason and remedy when it cannot work here */
    public Candidate require(ProviderKind kind, HostFacts host) {
        if (probe(host) instanceof Availability.Unusable unusable) {
            String message = Services.word(kind) + " provider " + id + " cannot be used: " + unusable.reason();
            throw new JpodException(ErrorCode.HOST, message).withRemedy(unusable.remedy());
        }
        return this;
    }

    /** The provider of a candidate that {@link #probe} found usable. */
    public Provider provider() {
        load();
        return provider;
    }

    private void load() {
        if (provider != null || fault != null) {
            return;
        }
        remedy = remedy();
        try {
            Provider loaded = loader.get();
            String level = Faults.ofProvider(loaded.apiLevel());
            if (!loaded.id().equals(id)) {
                fault = origin + " calls itself " + loaded.id() + ", not " + id;
            } else if (!level.isEmpty()) {
                fault = origin + " " + level;
            } else {
                provider = loaded;
            }
        } catch (RuntimeException | LinkageError e) {
            fault = origin + " cannot be loaded: " + Faults.text(e);
        }
    }

    /** Lower case letters, digits and {@code -}, beginning with a letter or digit. */
    static boolean isValidId(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean ok = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && i > 0;
            if (!ok) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= 63;
    }
}
