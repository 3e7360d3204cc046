package io.jpod.plugins;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.ProviderKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All providers that can be found. For one thread. */
public final class Catalog {
    private static final int MOST_SUSPECTS = 2;

    private final BuiltinProviders builtin;
    private final Plugins plugins;
    private final Log log;
    private final Map<ProviderKind, List<Candidate>> known = new EnumMap<>(ProviderKind.class);
    private final Map<ProviderKind, List<Candidate>> everything = new EnumMap<>(ProviderKind.class);

    /** @param index {@code lib/providers.index} */
    public Catalog(Path index, Plugins plugins, Log log) {
        this.builtin = new BuiltinProviders(index);
        this.plugins = plugins;
        this.log = log;
    }

    /** The provider of that id. */
    public Optional<Candidate> find(ProviderKind kind, String id) {
        for (Candidate candidate : builtin(kind)) {
            if (candidate.id().equals(id)) {
                return Optional.of(candidate);
            }
        }
        Candidate broken = null;
        for (Candidate candidate : all(kind)) {
            if (candidate.id().equals(id)) {
                if (candidate.knownFault().isEmpty()) {
                    return Optional.of(candidate);
                }
                broken = broken == null ? candidate : broken;
            }
        }
        return Optional.ofNullable(broken);
    }

    /** The jars that cannot be used and do not even tell what they would be. */
    public List<PluginRecord> unidentified() {
        return plugins.unknown();
    }

    /**
     * The plug-ins that cannot be used and whose ids are not known, with the reason of each; one of them may be what is missed.
     *
     * @param id what was asked for: those that have the word in their names are told alone
     */
    public List<String> suspects(String id) {
        List<String> suspects = new ArrayList<>();
        List<String> likely = new ArrayList<>();
        String word = id.toLowerCase(Locale.ROOT);
        for (PluginRecord record : plugins.unknown()) {
            String text = "plug-in " + record.path() + " " + record.fault();
            (text.toLowerCase(Locale.ROOT).contains(word) ? likely : suspects).add(text);
        }
        for (ProviderKind kind : ProviderKind.values()) {
            for (Candidate candidate : all(kind)) {
                if (!isValidId(candidate)) {
                    String text = "plug-in " + candidate.knownFault().orElse("");
                    boolean named =
                            (candidate.id() + text).toLowerCase(Locale.ROOT).contains(word);
                    (named ? likely : suspects).add(text);
                }
            }
        }
        if (!likely.isEmpty()) {
            return likely;
        }
        return suspects.size() <= MOST_SUSPECTS
                ? suspects
                : List.of(suspects.size() + " plug-ins cannot be used: see jpod plugin ls");
    }

    private static boolean isValidId(Candidate candidate) {
        return candidate.knownFault().isEmpty() || Candidate.isValidId(candidate.id());
    }

    /**
     * Ids that the distribution prefers, the best first; empty when it has no opinion.
     *
     * @param kind a kind's word, or {@code namespace} for the id mapping that makes the engine's own namespace
     */
    public List<String> defaults(String kind) {
        return builtin.defaults(kind);
    }

    /** The error for a provider that {@link #find} does not find though there is one, in another distribution. */
    public Optional<JpodException> leftOut(ProviderKind kind, String id) {
        if (!builtin.isLeftOut(Services.word(kind), id) || find(kind, id).isPresent()) {
            return Optional.empty();
        }
        String message = Services.title(kind) + " \"" + id + "\" is not part of this distribution ("
                + builtin.distribution() + ")";
        return Optional.of(new JpodException(ErrorCode.HOST, message)
                .withRemedy("install the full distribution (package jpod), or its jar as a plug-in"));
    }

    /** The distribution's own. */
    public List<Candidate> builtin(ProviderKind kind) {
        List<Candidate> candidates = known.get(kind);
        if (candidates == null) {
            candidates = builtin.list(kind);
            known.put(kind, candidates);
        }
        return candidates;
    }

    /** Built-in ones, then plug-ins, also those that cannot be used. */
    public List<Candidate> all(ProviderKind kind) {
        List<Candidate> candidates = everything.get(kind);
        if (candidates == null) {
            candidates = new ArrayList<>(builtin(kind));
            Map<String, Candidate> owners = new HashMap<>();
            for (Candidate candidate : candidates) {
                owners.put(candidate.id(), candidate);
            }
            for (Candidate candidate : plugins.candidates(kind)) {
                candidates.add(candidate.knownFault().isEmpty() ? settled(candidate, owners, candidates) : candidate);
            }
            everything.put(kind, candidates);
        }
        return candidates;
    }

    /** Of two with one id that of the earlier folder counts; in one folder nobody can tell which was meant, and neither does. */
    private Candidate settled(Candidate candidate, Map<String, Candidate> owners, List<Candidate> candidates) {
        Candidate owner = owners.putIfAbsent(candidate.id(), candidate);
        if (owner == null) {
            return candidate;
        }
        String remedy = "jpod plugin disable or rm one of them";
        String fault = "plug-in " + candidate.origin() + ": the id " + candidate.id() + " is "
                + (owner.isBuiltin() ? "reserved for a built-in provider" : "taken by " + owner.origin());
        log.debug(fault);
        if (!owner.isBuiltin() && folder(owner).equals(folder(candidate))) {
            String both = "both " + owner.origin() + " and " + candidate.origin() + " call themselves so";
            candidates.set(candidates.indexOf(owner), Candidate.broken(owner.id(), owner.origin(), both, remedy));
            return Candidate.broken(candidate.id(), candidate.origin(), both, remedy);
        }
        return Candidate.broken(candidate.id(), candidate.origin(), fault, remedy);
    }

    private static Path folder(Candidate candidate) {
        return Path.of(candidate.origin()).getParent();
    }

    /** Ends what plug-ins have running in this process. */
    public void close() {
        plugins.close();
    }
}
