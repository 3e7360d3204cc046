package io.jpod.plugins.osgi;

import io.jpod.api.ApiLevel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the system bundle gives to bundles. Only what they ask for is listed: describing the whole JDK takes a framework longer than all else. */
final class SystemPackages {
    private static final List<String> API = List.of(
            "io.jpod.api",
            "io.jpod.api.host",
            "io.jpod.api.idmap",
            "io.jpod.api.lock",
            "io.jpod.api.monitor",
            "io.jpod.api.network",
            "io.jpod.api.process",
            "io.jpod.api.runtime",
            "io.jpod.api.storage");

    /** As Felix 7 has them. */
    private static final List<String> FRAMEWORK = List.of(
            "org.osgi.dto;version=1.1.1",
            "org.osgi.framework;version=1.10",
            "org.osgi.framework.dto;version=1.8",
            "org.osgi.framework.hooks.bundle;version=1.1",
            "org.osgi.framework.hooks.resolver;version=1.0",
            "org.osgi.framework.hooks.service;version=1.1",
            "org.osgi.framework.hooks.weaving;version=1.1",
            "org.osgi.framework.namespace;version=1.2",
            "org.osgi.framework.startlevel;version=1.0",
            "org.osgi.framework.startlevel.dto;version=1.0",
            "org.osgi.framework.wiring;version=1.2",
            "org.osgi.framework.wiring.dto;version=1.3",
            "org.osgi.resource;version=1.0.1",
            "org.osgi.resource.dto;version=1.0.1",
            "org.osgi.service.condition;version=1.0",
            "org.osgi.service.packageadmin;version=1.2.1",
            "org.osgi.service.url;version=1.0.1",
            "org.osgi.util.tracker;version=1.5.3");

    private SystemPackages() {}

    /** The value of {@code org.osgi.framework.system.packages}. */
    static String exports(Set<String> imported) {
        Set<String> exports = new TreeSet<>(FRAMEWORK);
        for (String name : API) {
            exports.add(name + ";version=1." + ApiLevel.CURRENT);
        }
        for (String name : imported) {
            if (name.startsWith("io.jpod.support.")) {
                exports.add(name + ";version=0.1");
            } else if (isOfTheJdk(name)) {
                exports.add(name);
            }
        }
        return String.join(",", exports);
    }

    private static boolean isOfTheJdk(String name) {
        if (name.startsWith("org.osgi.") || name.startsWith("io.jpod.")) {
            return false;
        }
        for (Module module : ModuleLayer.boot().modules()) {
            if (module.getPackages().contains(name) && module.isExported(name)) {
                return true;
            }
        }
        return false;
    }

    /** The value of {@code org.osgi.framework.system.capabilities}: the versions of Java, and that providers are looked for. */
    static String capabilities() {
        StringBuilder versions = new StringBuilder("1.0,1.1,1.2,1.3,1.4,1.5,1.6,1.7,1.8");
        for (int feature = 9; feature <= Runtime.version().feature(); feature++) {
            versions.append(',').append(feature);
        }
        return "osgi.ee;osgi.ee=\"JavaSE\";version:List<Version>=\"" + versions + "\","
                + "osgi.ee;osgi.ee=\"JavaSE/compact1\";version:List<Version>=\"1.8,"
                + Runtime.version().feature()
                + "\",osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=\"1.0\"";
    }
}
