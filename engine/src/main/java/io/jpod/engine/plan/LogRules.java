package io.jpod.engine.plan;

import io.jpod.api.JpodException;
import io.jpod.engine.request.LogOptions;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/** Where a container's output goes. */
final class LogRules {
    final String driver;
    /** Empty for drivers without a file. */
    final String path;

    LogRules(LogOptions options, JsonObject settings, Path containerDirectory) {
        String chosen = options.driver();
        if (chosen.isEmpty()) {
            chosen = settings.getObject("containers").getString("log_driver", "k8s-file");
        }
        if (!List.of("k8s-file", "json-file", "journald", "none", "passthrough").contains(chosen)) {
            throw JpodException.usage("running container create option: invalid log driver: invalid argument");
        }
        driver = chosen;
        if (chosen.equals("k8s-file") || chosen.equals("json-file")) {
            String given = options.options().getOrDefault("path", "");
            path = given.isEmpty() ? containerDirectory.resolve("ctr.log").toString() : given;
        } else {
            path = "";
        }
    }
}
