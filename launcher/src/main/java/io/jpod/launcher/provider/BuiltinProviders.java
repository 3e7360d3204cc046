package io.jpod.launcher.provider;

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

/** The providers of the distribution, from its index or from the class path. */
final class BuiltinProviders {
    static final String ORIGIN = "built-in";

    private final Path index;
    private List<String[]> entries;

    BuiltinProviders(Path index) {
        this.index = index;
    }

    List<Candidate> list(ProviderKind kind) {
        if (entries == null) {
            entries = read();
        }
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
