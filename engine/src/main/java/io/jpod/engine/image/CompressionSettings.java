package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.PullOptions;
import io.jpod.image.transport.LayerRecoder;
import io.jpod.image.transport.TransportName;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * How pushed layers are compressed where the caller does not say it: {@code compression_format}, {@code compression_level} and
 * {@code add_compression} in the table {@code engine} of containers.conf(5). They count for registries and OCI layouts; other
 * places hold layers as they are, or plain.
 */
final class CompressionSettings {
    private static final String FORMAT = "compression_format";
    private static final String LEVEL = "compression_level";
    private static final String ADD = "add_compression";

    private final JsonObject engine;

    /** Reads {@code settings}, which is the whole of containers.conf. */
    CompressionSettings(JsonObject settings) {
        this.engine = settings.getObject("engine");
    }

    /**
     * The options of a push of one image, completed.
     *
     * @throws JpodException USAGE for a value of the wrong type, UNSUPPORTED for a compression that cannot be made; only for
     *     settings that would count
     */
    PullOptions forImage(TransportName place, PullOptions options) {
        if (!counts(place)) {
            return options;
        }
        PullOptions.Builder builder = options.toBuilder();
        if (options.compressionFormat().isEmpty()) {
            builder.compressionFormat(format());
        }
        if (options.compressionLevel().isEmpty() && engine.get(LEVEL) != null) {
            builder.compressionLevel(level());
        }
        return builder.build();
    }

    /**
     * The options of a push of a list, completed.
     *
     * @param all its images are sent too, so that more of them can be
     * @throws JpodException as {@link #forImage}
     */
    PullOptions forList(TransportName place, boolean all, PullOptions options) {
        PullOptions completed = forImage(place, options);
        return counts(place) && all && options.addCompression().isEmpty()
                ? completed.toBuilder().addCompression(added()).build()
                : completed;
    }

    private static boolean counts(TransportName place) {
        return switch (place.transport()) {
            case "docker", "oci", "oci-archive" -> true;
            default -> false;
        };
    }

    private String format() {
        Object value = engine.get(FORMAT);
        if (value == null) {
            return "";
        }
        return value instanceof String text ? checked(FORMAT, text) : mismatch(FORMAT, "a string");
    }

    private int level() {
        return engine.get(LEVEL) instanceof Long number && number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE
                ? number.intValue()
                : mismatch(LEVEL, "a whole number");
    }

    private List<String> added() {
        Object value = engine.get(ADD);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            return mismatch(ADD, "a list of strings");
        }
        List<String> result = new ArrayList<>();
        for (Object item : list) {
            result.add(item instanceof String text ? checked(ADD, text) : mismatch(ADD, "a list of strings"));
        }
        return result;
    }

    private static String checked(String key, String format) {
        if (!format.isEmpty() && !LayerRecoder.makes(format)) {
            throw JpodException.unsupported(
                            "containers.conf: " + key + ": compression format " + format + " is not supported")
                    .withRemedy("use gzip or zstd there, or say another with "
                            + (key.equals(ADD) ? "--add-compression" : "--compression-format"));
        }
        return format;
    }

    private static <T> T mismatch(String key, String expected) {
        throw JpodException.usage("containers.conf: " + key + " in the table engine must be " + expected);
    }
}
