package io.jpod.launcher.provider;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** The classes of one plug-in: its jar's own, the JDK's, and from the host only what a plug-in is compiled against. */
final class PluginClassLoader extends URLClassLoader {
    private static final List<String> SHARED = List.of("io.jpod.api.", "org.slf4j.");

    private final ClassLoader host;

    PluginClassLoader(URL jar, ClassLoader host) {
        super("plug-in " + jar, new URL[] {jar}, ClassLoader.getPlatformClassLoader());
        this.host = host;
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
