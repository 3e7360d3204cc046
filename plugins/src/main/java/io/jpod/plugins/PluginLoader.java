package io.jpod.plugins;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import io.jpod.plugins.fence.Fences;
import io.jpod.plugins.fence.Gate;
import io.jpod.plugins.osgi.BundleHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes the providers of plug-ins. One class loader for each plain jar, one framework for all bundles. For one thread. */
final class PluginLoader implements AutoCloseable {
    private final ClassLoader host;
    private final PluginCalls calls;
    private final Supplier<BundleHost> bundles;
    private final Map<Path, PluginClassLoader> loaders = new HashMap<>();
    private BundleHost framework;

    /** @param bundles starts a framework when the first bundle is needed */
    PluginLoader(ClassLoader host, PluginCalls calls, Supplier<BundleHost> bundles) {
        this.host = host;
        this.calls = calls;
        this.bundles = bundles;
    }

    /** An object of a class in a plain jar, behind a fence. */
    Provider fromJar(Path jar, ProviderKind kind, String className) {
        PluginClassLoader loader = loaders.get(jar);
        if (loader == null) {
            loader = PluginClassLoader.of(jar, host);
            loaders.put(jar, loader);
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        PluginVisit outer = calls.enter(jar.toString(), null);
        thread.setContextClassLoader(loader);
        try {
            Object made =
                    Class.forName(className, true, loader).getConstructor().newInstance();
            return fence(jar, kind, made);
        } catch (ReflectiveOperationException e) {
            throw new ProviderFault(e);
        } finally {
            thread.setContextClassLoader(before);
            calls.leave(outer);
        }
    }

    /** The providers of a kind that a bundle offers, behind fences, with the names of their classes. */
    List<BundleHost.Offer> fromBundle(Path jar, ProviderKind kind) {
        if (framework == null) {
            framework = bundles.get();
        }
        PluginVisit outer = calls.enter(jar.toString(), null);
        try {
            return framework.offers(jar, Services.type(kind));
        } finally {
            calls.leave(outer);
        }
    }

    /** Why a bundle offers nothing, though {@link #fromBundle} started it; empty when that is not known. */
    String shortfall(Path jar) {
        return framework == null ? "" : framework.shortfall(jar);
    }

    Provider fence(Path jar, ProviderKind kind, Object provider) {
        if (!Services.type(kind).isInstance(provider)) {
            throw new JpodException(
                    ErrorCode.HOST,
                    provider.getClass().getName() + " is no "
                            + Services.type(kind).getSimpleName());
        }
        return Fences.provider(kind, provider, new Gate(jar.toString(), calls));
    }

    @Override
    public void close() {
        if (framework != null) {
            framework.close();
            framework = null;
        }
    }

    /** A class could not be loaded or an object not be made. */
    static final class ProviderFault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ProviderFault(ReflectiveOperationException cause) {
            super(cause);
        }
    }
}
