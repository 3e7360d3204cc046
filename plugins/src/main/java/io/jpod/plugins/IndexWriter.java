package io.jpod.plugins;

import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.ServiceLoader;
import java.util.Set;

/** Run when the distribution is put together: prints {@code kind id class} of every provider on the class path. */
public final class IndexWriter {
    private IndexWriter() {}

    public static void main(String[] args) throws IOException {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(index(IndexWriter.class.getClassLoader()).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The index of the providers that a class loader sees. */
    public static String index(ClassLoader loader) {
        StringBuilder index = new StringBuilder();
        for (ProviderKind kind : ProviderKind.values()) {
            Set<String> ids = new HashSet<>();
            for (Provider provider : ServiceLoader.load(Services.type(kind), loader)) {
                String id = provider.id();
                String name = provider.getClass().getName();
                if (!Candidate.isValidId(id) || !ids.add(id)) {
                    throw new IllegalStateException(name + " has an invalid or taken id: " + id);
                }
                index.append(Services.word(kind)).append(' ').append(id).append(' ');
                index.append(name).append('\n');
            }
        }
        return index.toString();
    }
}
