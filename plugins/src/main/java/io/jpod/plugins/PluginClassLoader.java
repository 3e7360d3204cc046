package io.jpod.plugins;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of one plain jar: its own, the JDK's, and from the host only what a plug-in is compiled against. What the jar's manifest
 * names in {@code Class-Path} belongs to it.
 */
final class PluginClassLoader extends URLClassLoader {
    static final List<String> SHARED = List.of("io.jpod.api.", "io.jpod.support.");
    private static final String NAME = "plug-in ";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    private PluginClassLoader(Path jar, URL url, ClassLoader host) {
        super(NAME + jar, new URL[] {url}, ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    static PluginClassLoader of(Path jar, ClassLoader host) {
        try {
            return new PluginClassLoader(jar, jar.toUri().toURL(), host);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no URL for " + jar, e);
        }
    }

    /** The jar that a loader of this name serves; null for other loaders. */
    static String origin(String loaderName) {
        return loaderName != null && loaderName.startsWith(NAME) ? loaderName.substring(NAME.length()) : null;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        for (String prefix : SHARED) {
            if (name.startsWith(prefix)) {
                return host.loadClass(name);
            }
        }
        return super.loadClass(name, resolve);
    }
}
