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
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A plug-in for {@link TrainingRun}, as commands that use one load classes that no other command does. Its mapping, {@code
 * --userns=trained}, leaves a container in the engine's namespace.
 */
public class TrainingPlugin implements IdMapProvider {
    /** The same in an OSGi bundle: {@code --userns=bundled}. */
    public static final class Bundled extends TrainingPlugin {
        @Override
        public String id() {
            return "bundled";
        }
    }

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

    /** @param args a jar to write with this class, and one to write as a bundle */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), TrainingPlugin.class, new Manifest());
        Manifest bundle = new Manifest();
        Attributes headers = bundle.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", Bundled.class.getName());
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Import-Package", "io.jpod.api,io.jpod.api.host,io.jpod.api.idmap");
        write(Path.of(args[1]), Bundled.class, bundle);
    }

    private static void write(Path file, Class<?> provider, Manifest manifest) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(new ZipEntry("META-INF/services/" + IdMapProvider.class.getName()));
            jar.write(provider.getName().getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : List.of(TrainingPlugin.class, Bundled.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(name));
                try (InputStream bytes = TrainingPlugin.class.getResourceAsStream("/" + name)) {
                    jar.write(bytes.readAllBytes());
                }
            }
        }
    }
}
