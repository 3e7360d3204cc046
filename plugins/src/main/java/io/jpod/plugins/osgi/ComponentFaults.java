package io.jpod.plugins.osgi;

import java.lang.reflect.Method;
import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Why a bundle's declarative services are not there. The service that knows (OSGi Compendium 8, section 112.10) is asked by reflection,
 * as it is in a bundle: its classes are not on this class path.
 */
final class ComponentFaults {
    private static final String RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";
    private static final String CAUSE = "Caused by: ";

    private ComponentFaults() {}

    /** What is wrong with a bundle's components, in words that follow its name; empty when nothing is, or it has none. */
    static String text(BundleContext context, Bundle bundle) {
        String header = bundle.getHeaders().get("Service-Component");
        if (header == null) {
            return "";
        }
        for (String path : header.split(",")) {
            if (path.indexOf('*') < 0 && bundle.getEntry(path.trim()) == null) {
                return "lacks " + path.trim() + ", which its Service-Component names";
            }
        }
        ServiceReference<?> reference = context.getServiceReference(RUNTIME);
        if (reference == null) {
            return "";
        }
        try {
            Object runtime = context.getService(reference);
            Class<?> type = reference.getBundle().loadClass(RUNTIME);
            Method descriptions = type.getMethod("getComponentDescriptionDTOs", Bundle[].class);
            Collection<?> components = (Collection<?>) descriptions.invoke(runtime, (Object) new Bundle[] {bundle});
            if (components.isEmpty()) {
                return "declares no component that can be read in " + header;
            }
            String fault = "";
            for (Object component : components) {
                fault = fault.isEmpty() ? ofComponent(bundle, runtime, type, component) : fault;
            }
            return fault;
        } catch (ReflectiveOperationException e) {
            return "";
        }
    }

    private static String ofComponent(Bundle bundle, Object runtime, Class<?> type, Object component)
            throws ReflectiveOperationException {
        String name = "its component " + field(component, "name");
        String implementation = (String) field(component, "implementationClass");
        try {
            bundle.loadClass(implementation);
        } catch (ClassNotFoundException e) {
            return name + " lacks the class " + implementation;
        }
        Method configurations = type.getMethod("getComponentConfigurationDTOs", component.getClass());
        for (Object configuration : (Collection<?>) configurations.invoke(runtime, component)) {
            Object failure = field(configuration, "failure");
            if (failure != null) {
                return name + " failed: " + reason(failure.toString());
            }
            Object[] unsatisfied = (Object[]) field(configuration, "unsatisfiedReferences");
            if (unsatisfied != null && unsatisfied.length > 0) {
                return name + " waits for a service: " + wanted(component, (String) field(unsatisfied[0], "name"));
            }
        }
        return "";
    }

    /** The interface of a reference. */
    private static Object wanted(Object component, String reference) throws ReflectiveOperationException {
        for (Object declared : (Object[]) field(component, "references")) {
            if (reference.equals(field(declared, "name"))) {
                return field(declared, "interfaceName");
            }
        }
        return reference;
    }

    /** The deepest cause's line of a stack trace. */
    static String reason(String trace) {
        int cause = trace.lastIndexOf(CAUSE);
        String line = trace.substring(cause < 0 ? 0 : cause + CAUSE.length());
        int end = line.indexOf('\n');
        return (end < 0 ? line : line.substring(0, end)).trim();
    }

    private static Object field(Object record, String name) throws ReflectiveOperationException {
        return record.getClass().getField(name).get(record);
    }
}
