package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import io.jpod.engine.Manifests;
import io.jpod.support.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code manifest add} and {@code annotate} say of an entry. */
final class ManifestChanges {
    private ManifestChanges() {}

    static Manifests.Changes read(Options options) {
        JsonObject platform = new JsonObject()
                .putNonEmpty("os", options.text("os"))
                .putNonEmpty("architecture", options.text("arch"))
                .putNonEmpty("variant", options.text("variant"))
                .putNonEmpty("os.version", options.text("os-version"))
                .putNonEmpty("os.features", options.list("os-features"))
                .putNonEmpty("features", options.list("features"));
        return new Manifests.Changes(platform, annotations(options));
    }

    static Map<String, String> annotations(Options options) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String text : options.list("annotation")) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw JpodException.usage("no value given for annotation \"" + text + "\"");
            }
            result.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return result;
    }
}
