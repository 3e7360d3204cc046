package io.jpod.plugins;

import io.jpod.api.JpodException;
import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The providers of the distribution, from its index or from the class path. A line of the index is {@code KIND ID CLASS},
 * {@code default KIND ID} for one that is tried when nobody names any, {@code absent KIND ID} for one that this distribution leaves
 * out, or {@code distribution NAME PACKAGE}.
 */
final class BuiltinProviders {
    static final String ORIGIN = "built-in";

    private final Path index;
    private List<String[]> entries;

    BuiltinProviders(Path index) {
        this.index = index;
    }

    /** Ids that the distribution prefers, the best first; empty when it has no opinion. */
    List<String> defaults(String kind) {
        List<String> ids = new ArrayList<>(2);
        for (String[] entry : entries()) {
            if (entry[0].equals("default") && entry[1].equals(kind)) {
                ids.add(entry[2]);
            }
        }
        return ids;
    }

    /** Is there such a provider, only not in this distribution? */
    boolean isLeftOut(String kind, String id) {
        for (String[] entry : entries()) {
            if (entry[0].equals("absent") && entry[1].equals(kind) && entry[2].equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** The distribution's name; empty for a class path that nobody put together. */
    String distribution() {
        for (String[] entry : entries()) {
            if (entry[0].equals("distribution")) {
                return entry[1];
            }
        }
        return "";
    }

    private List<String[]> entries() {
        if (entries == null) {
            entries = read();
        }
        return entries;
    }

    List<Candidate> list(ProviderKind kind) {
        entries();
        List<Candidate> candidates = new ArrayList<>();
        if (entries.isEmpty()) {
            for (Provider provider : ServiceLoader.load(Services.type(kind))) {
                candidates.add(new Candidate(provider.id(), ORIGIN, () -> provider));
            }
            return candidates;
        }
        String word = Services.word(kind);
        for (String[] entry : entries) {
            if (entry[0].equals(word)) {
                candidates.add(new Candidate(entry[1], ORIGIN, () -> make(entry[2])));
            }
        }
        return candidates;
    }

    private static Provider make(String className) {
        try {
            return (Provider) Class.forName(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw JpodException.internal("loading " + className, e);
        }
    }

    private List<String[]> read() {
        List<String[]> found = new ArrayList<>();
        try {
            for (String line : Files.readString(index).split("\n")) {
                String[] words = line.split(" ");
                if (words.length == 3) {
                    found.add(words);
                }
            }
        } catch (NoSuchFileException e) {
            return found;
        } catch (IOException e) {
            throw JpodException.host("reading " + index, e);
        }
        return found;
    }
}
