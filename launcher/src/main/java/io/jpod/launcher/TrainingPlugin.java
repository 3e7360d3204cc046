package io.jpod.launcher;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * A plug-in for {@link TrainingRun}, as commands that use one load classes that no other command does. Its mapping, {@code
 * --userns=trained}, leaves a container in the engine's namespace.
 */
public final class TrainingPlugin implements IdMapProvider {
    @Override
    public String id() {
        return "trained";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        return Availability.usable();
    }

    @Override
    public IdMap open(ProviderContext context) {
        return request -> Optional.empty();
    }

    /** @param args the jar to write, which holds this class alone */
    public static void main(String[] args) throws IOException {
        String name = TrainingPlugin.class.getName();
        String file = name.replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(Path.of(args[0])));
                InputStream bytes = TrainingPlugin.class.getResourceAsStream("/" + file)) {
            jar.putNextEntry(new ZipEntry("META-INF/services/" + IdMapProvider.class.getName()));
            jar.write(name.getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new ZipEntry(file));
            jar.write(bytes.readAllBytes());
        }
    }
}
