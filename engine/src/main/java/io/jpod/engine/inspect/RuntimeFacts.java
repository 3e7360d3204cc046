package io.jpod.engine.inspect;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.SecurityOptions;
import io.jpod.engine.spec.Capabilities;
import io.jpod.engine.spec.Rlimits;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What only the runtime's configuration tells; for a container that has none at the moment, what it would be.
 *
 * @param ulimits as the runtime's configuration has them: {@code type}, {@code soft}, {@code hard}
 */
record RuntimeFacts(
        String ociVersion, List<String> effective, List<String> bounding, List<JsonObject> ulimits, long pidsLimit) {
    private static final String OCI_VERSION = "1.0.2-dev";

    static RuntimeFacts of(EngineContext context, ContainerConfig config, Path bundle) {
        JsonObject spec = read(bundle.resolve("config.json"));
        if (spec.isEmpty()) {
            List<String> bounding = planned(context, config);
            return new RuntimeFacts(OCI_VERSION, bounding, bounding, limits(context, config), 0);
        }
        JsonObject process = spec.getObject("process");
        JsonObject linux = spec.getObject("linux");
        return new RuntimeFacts(
                spec.getString("ociVersion", OCI_VERSION),
                process.getObject("capabilities").getStrings("effective"),
                process.getObject("capabilities").getStrings("bounding"),
                process.getObjects("rlimits"),
                linux.getObject("resources").getObject("pids").getLong("limit", 0));
    }

    private static JsonObject read(Path file) {
        try {
            return Json.parseObject(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return new JsonObject();
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }

    private static List<String> planned(EngineContext context, ContainerConfig config) {
        Capabilities capabilities = new Capabilities(Path.of("/proc/self/status"));
        SecurityOptions security = config.request().security();
        return security.privileged()
                ? capabilities.bounding()
                : capabilities.merge(Capabilities.defaults(context.settings()), security.capAdd(), security.capDrop());
    }

    private static List<JsonObject> limits(EngineContext context, ContainerConfig config) {
        JsonObject process = new JsonObject()
                .put("rlimits", Rlimits.of(context, config.request().process()));
        return Json.parseObject(Json.compact(process).getBytes(StandardCharsets.UTF_8))
                .getObjects("rlimits");
    }
}
