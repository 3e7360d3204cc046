package io.jpod.launcher.provider;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import io.jpod.api.host.HostFacts;
import java.util.function.Supplier;

/** A provider that was found. It is loaded when something about it is asked that its description does not tell. */
public final class Candidate {
    private final String id;
    private final String origin;
    private final Supplier<Provider> loader;
    private Provider provider;
    private String fault;

    /**
     * @param id what the index says; the provider's own id must be the same
     * @param origin {@code built-in} or the jar's path
     */
    Candidate(String id, String origin, Supplier<Provider> loader) {
        this.id = id;
        this.origin = origin;
        this.loader = loader;
    }

    /** Something in a plug-in directory that is no provider. */
    static Candidate broken(String id, String origin, String fault) {
        Candidate candidate = new Candidate(id, origin, () -> null);
        candidate.fault = fault;
        return candidate;
    }

    public String id() {
        return id;
    }

    public String origin() {
        return origin;
    }

    /** Can it work here? A provider that cannot be loaded, or was built for a newer API, cannot. */
    public Availability probe(HostFacts host) {
        load();
        if (fault != null) {
            return Availability.unusable(fault, "remove or replace " + origin);
        }
        try {
            return provider.probe(host);
        } catch (RuntimeException | LinkageError e) {
            return Availability.unusable("probing failed: " + e, "report this to the author of " + origin);
        }
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
        try {
            Provider loaded = loader.get();
            if (!loaded.id().equals(id)) {
                fault = "calls itself " + loaded.id() + ", not " + id;
            } else if (loaded.apiLevel() > ApiLevel.CURRENT) {
                fault = "needs API level " + loaded.apiLevel() + ", this is " + ApiLevel.CURRENT;
            } else {
                provider = loaded;
            }
        } catch (RuntimeException | LinkageError e) {
            fault = "cannot be loaded: " + (e.getCause() == null ? e : e.getCause());
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
