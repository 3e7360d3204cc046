package io.jpod.plugins;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;

/** Is put into a jar by {@link CatalogTest}; tells through its answers what it sees. */
public class SamplePlugin implements IdMapProvider {
    @Override
    public String id() {
        return "sample";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            Class.forName("io.jpod.launcher.Main");
            return Availability.unusable("sees the launcher", "");
        } catch (ClassNotFoundException e) {
            boolean own = context == SamplePlugin.class.getClassLoader();
            return own ? Availability.usable() : Availability.unusable("context loader is " + context, "");
        }
    }

    @Override
    public IdMap open(ProviderContext context) {
        return request -> {
            if (Thread.currentThread().getContextClassLoader() != SamplePlugin.class.getClassLoader()) {
                throw JpodException.usage("not in the plug-in's context");
            }
            throw new IllegalStateException("deliberate");
        };
    }

    /** Built for an engine of the future. */
    public static class Newer extends SamplePlugin {
        @Override
        public String id() {
            return "newer";
        }

        @Override
        public int apiLevel() {
            return ApiLevel.CURRENT + 1;
        }
    }

    /** Its id means something else. */
    public static class Word extends SamplePlugin {
        @Override
        public String id() {
            return "container";
        }
    }

    /** Built for no engine. */
    public static class Levelless extends SamplePlugin {
        @Override
        public String id() {
            return "levelless";
        }

        @Override
        public int apiLevel() {
            return 0;
        }
    }

    /** Its id is no id. */
    public static class Misnamed extends SamplePlugin {
        @Override
        public String id() {
            return "No Id";
        }
    }

    /** Cannot be made. */
    public static class Broken extends SamplePlugin {
        public Broken() {
            throw new NoClassDefFoundError("something/Missing");
        }
    }
}
