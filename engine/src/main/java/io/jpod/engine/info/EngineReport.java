package io.jpod.engine.info;

import io.jpod.api.JpodException;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The whole answer of {@code info}. */
public final class EngineReport {
    private final EngineContext context;
    private final Path hostRoot;

    public EngineReport(EngineContext context) {
        this(context, Path.of("/"));
    }

    EngineReport(EngineContext context, Path hostRoot) {
        this.context = context;
        this.hostRoot = hostRoot;
    }

    /**
     * Describes host, store and providers.
     *
     * @param version this program's version
     * @param containers all containers
     * @param images how many images there are
     */
    public JsonObject describe(String version, List<Containers.Snapshot> containers, int images) {
        JsonObject json = new JsonObject();
        json.put("host", new HostReport(context, hostRoot).describe());
        json.put("store", store(containers, images));
        json.put("registries", new JsonObject());
        json.put("plugins", plugins());
        json.put("providers", HostReport.providers(context.providers()));
        json.put("version", version(version));
        return json;
    }

    private JsonObject store(List<Containers.Snapshot> containers, int images) {
        JsonObject json = new JsonObject();
        json.put("configFile", "");
        json.put("containerStore", counts(containers));
        json.put("graphDriverName", context.providers().storageId());
        json.put("graphOptions", new JsonObject());
        json.put("graphRoot", context.root().toString());
        try {
            Path existing = context.root();
            while (!Files.exists(existing)) {
                existing = existing.getParent();
            }
            FileStore disk = Files.getFileStore(existing);
            json.put("graphRootAllocated", disk.getTotalSpace());
            json.put("graphRootUsed", disk.getTotalSpace() - disk.getUnallocatedSpace());
        } catch (IOException e) {
            throw JpodException.host("reading the disk space of " + context.root(), e);
        }
        json.put("graphStatus", context.providers().storage().status());
        JsonObject imageStore = new JsonObject();
        imageStore.put("number", images);
        json.put("imageStore", imageStore);
        json.put("runRoot", context.runRoot().toString());
        json.put("volumePath", context.volumes().toString());
        return json;
    }

    private static JsonObject counts(List<Containers.Snapshot> containers) {
        int running = 0;
        int paused = 0;
        for (Containers.Snapshot container : containers) {
            String status = container.state().status();
            running += status.equals("running") ? 1 : 0;
            paused += status.equals("paused") ? 1 : 0;
        }
        JsonObject json = new JsonObject();
        json.put("number", containers.size());
        json.put("paused", paused);
        json.put("running", running);
        json.put("stopped", containers.size() - running - paused);
        return json;
    }

    private JsonObject plugins() {
        JsonObject json = new JsonObject();
        json.put("volume", List.of("local"));
        json.put("network", List.of(context.providers().networkId()));
        json.put("log", List.of("k8s-file", "none", "passthrough", "journald"));
        return json;
    }

    private JsonObject version(String version) {
        JsonObject json = new JsonObject();
        json.put("APIVersion", version);
        json.put("Version", version);
        json.put("GoVersion", "");
        json.put("JavaVersion", System.getProperty("java.version", ""));
        json.put("GitCommit", "");
        json.put("OsArch", "linux/" + context.host().architecture());
        json.put("Os", "linux");
        return json;
    }
}
