package io.jpod.plugins.osgi;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.plugins.Scratch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** One running framework with the bundles of the plug-in folders. For one thread. */
public final class BundleHost implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 2_000;

    private final Felix felix;
    private final Path storage;
    private final Path components;
    private final Log log;
    private final Map<Path, Bundle> bundles = new LinkedHashMap<>();
    private final Map<Path, String> broken = new HashMap<>();
    private boolean componentsRun;

    /**
     * A provider that a bundle offers.
     *
     * @param className of the class that {@code META-INF/services} names; empty for a registered service
     */
    public record Offer(Object provider, String className) {}

    /**
     * Starts a framework; no bundle is started yet.
     *
     * @param storage a directory of the framework's own; deleted at the end
     * @param components a directory with the jars of Felix SCR
     * @param jars the bundles
     */
    public BundleHost(Path storage, Path components, List<Path> jars, Log log) {
        this.storage = storage;
        this.components = components;
        this.log = log;
        // Extensions would add classes to jpod's own; and on JDK 24 and newer, getting ready for them prints a warning.
        // Felix reads this
        // only as a system property.
        System.setProperty("felix.extensions.disable", "true");
        this.felix = new Felix(configuration(jars));
        try {
            felix.init();
            for (Path jar : jars) {
                install(jar);
            }
            felix.start();
        } catch (BundleException e) {
            throw new JpodException(ErrorCode.INTERNAL, "starting the OSGi framework", e);
        }
    }

    private Map<String, Object> configuration(List<Path> jars) {
        Set<String> imported = new TreeSet<>();
        for (Path jar : jars) {
            imported.addAll(BundleManifest.imports(jar));
        }
        for (File jar : componentJars()) {
            imported.addAll(BundleManifest.imports(jar.toPath()));
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES, SystemPackages.exports(imported));
        settings.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES, SystemPackages.capabilities());
        // The platform loader, which has the JDK and nothing of jpod.
        settings.put(Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_EXT);
        settings.put("felix.log.level", "0");
        settings.put("felix.service.urlhandlers", "false");
        settings.put("felix.cache.locking", "false");
        return settings;
    }

    private void install(Path jar) {
        try {
            bundles.put(
                    jar,
                    felix.getBundleContext()
                            .installBundle("reference:" + jar.toUri().toString().replace("file:///", "file:/")));
        } catch (BundleException e) {
            log.debug("bundle " + jar + " cannot be installed: " + e);
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            broken.put(jar, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }

    /**
     * The providers of one kind that a bundle offers; it is started.
     *
     * @throws JpodException HOST when it cannot be resolved or started, with the reason
     */
    public List<Offer> offers(Path jar, Class<?> type) {
        Bundle bundle = bundles.get(jar);
        if (bundle == null) {
            throw new JpodException(ErrorCode.HOST, "cannot be installed: " + broken.get(jar));
        }
        start(bundle);
        List<Offer> offers = new ArrayList<>();
        mediated(jar, bundle, type, offers);
        registered(bundle, type, offers);
        return offers;
    }

    private void start(Bundle bundle) {
        if (bundle.getState() == Bundle.ACTIVE || bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
            return;
        }
        if (bundle.getHeaders().get("Service-Component") != null) {
            startComponents();
        }
        felix.adapt(FrameworkWiring.class).resolveBundles(List.of(bundle));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(loader(bundle));
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            if (e.getCause() != null) {
                throw new JpodException(ErrorCode.HOST, "its activator failed", e.getCause());
            }
            throw new JpodException(ErrorCode.HOST, ResolutionFailure.text(String.valueOf(e.getMessage())));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void startComponents() {
        if (componentsRun) {
            return;
        }
        componentsRun = true;
        List<Bundle> installed = new ArrayList<>();
        try {
            for (File jar : componentJars()) {
                installed.add(felix.getBundleContext().installBundle("reference:file:" + jar.getAbsolutePath()));
            }
            for (Bundle bundle : installed) {
                bundle.start(Bundle.START_TRANSIENT);
            }
        } catch (BundleException e) {
            throw new JpodException(ErrorCode.INTERNAL, "starting declarative services from " + components, e);
        }
    }

    private List<File> componentJars() {
        File[] jars = components.toFile().listFiles((parent, name) -> name.endsWith(".jar"));
        return jars == null ? List.of() : List.of(jars);
    }

    /** What the service loader would find, as far as the bundle's capabilities allow. */
    private static void mediated(Path jar, Bundle bundle, Class<?> type, List<Offer> offers) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(loader(bundle));
            for (String name : BundleManifest.services(jar.toFile(), type)) {
                if (isOffered(bundle, type, name)) {
                    Object made = bundle.loadClass(name).getConstructor().newInstance();
                    offers.add(new Offer(made, name));
                }
            }
        } catch (IOException | ReflectiveOperationException e) {
            throw new JpodException(ErrorCode.HOST, "cannot be loaded", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static ClassLoader loader(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? ClassLoader.getPlatformClassLoader() : wiring.getClassLoader();
    }

    /** Without a capability every service is; with one, those that it does not exclude by {@code register}. */
    private static boolean isOffered(Bundle bundle, Class<?> type, String name) {
        boolean declared = false;
        for (BundleCapability capability :
                bundle.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.serviceloader")) {
            if (type.getName().equals(capability.getAttributes().get("osgi.serviceloader"))) {
                String register = capability.getDirectives().get("register");
                if (register == null || register.equals(name)) {
                    return true;
                }
                declared = true;
            }
        }
        return !declared;
    }

    private void registered(Bundle bundle, Class<?> type, List<Offer> offers) {
        BundleContext context = felix.getBundleContext();
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        if (references == null) {
            return;
        }
        for (ServiceReference<?> reference : references) {
            Object classes = reference.getProperty(Constants.OBJECTCLASS);
            if (classes instanceof String[] names && List.of(names).contains(type.getName())) {
                Object service = context.getService(reference);
                if (service == null) {
                    String fault = ComponentFaults.text(context, bundle);
                    throw new JpodException(
                            ErrorCode.HOST,
                            fault.isEmpty() ? "its service " + type.getName() + " cannot be made" : fault);
                }
                if (!type.isInstance(service)) {
                    throw new JpodException(
                            ErrorCode.HOST,
                            "its service " + type.getName()
                                    + " is of another copy of io.jpod.api; import the package, do not carry it");
                }
                offers.add(new Offer(service, ""));
            }
        }
    }

    /** Why a started bundle offers less than it declares; empty when nothing is known to be wrong. */
    public String shortfall(Path jar) {
        Bundle bundle = bundles.get(jar);
        return bundle == null ? "" : ComponentFaults.text(felix.getBundleContext(), bundle);
    }

    @Override
    public void close() {
        try {
            felix.stop();
            if (felix.waitForStop(PATIENCE_MILLIS).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                tellWhoDoesNotStop();
            }
        } catch (BundleException e) {
            log.debug("stopping the OSGi framework: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Scratch.delete(storage);
        } catch (IOException e) {
            log.debug("deleting " + storage + ": " + e);
        }
    }

    private void tellWhoDoesNotStop() {
        for (Map.Entry<Path, Bundle> bundle : bundles.entrySet()) {
            if (bundle.getValue().getState() == Bundle.STOPPING) {
                log.warn("plug-in " + bundle.getKey() + " did not stop within " + PATIENCE_MILLIS / 1_000 + " seconds");
            }
        }
    }
}
