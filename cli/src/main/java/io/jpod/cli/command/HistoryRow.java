package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.Ids;
import io.jpod.cli.format.Sizes;
import io.jpod.cli.format.Times;
import io.jpod.engine.Contents.Layer;
import io.jpod.engine.Images.Image;
import io.jpod.support.host.LocalZone;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One step in the making of an image, as {@code history} shows it. */
final class HistoryRow implements Fields {
    /** Headings that differ from the fields' names. */
    static final Fields HEADINGS = new Fields() {
        @Override
        public Object field(String name) {
            return name.equals("CreatedSince") ? "CREATED" : MISSING;
        }

        @Override
        public Object json() {
            return MISSING;
        }
    };

    private static final String UNKNOWN = "<missing>";
    private static final int SHOWN = 45;
    private static final long NANOS = 1_000_000_000L;

    private final String id;
    private final JsonObject step;
    private final Instant created;
    private final long size;
    private final List<String> tags;
    private final boolean whole;
    private final boolean human;
    private final Instant now;

    private HistoryRow(Invocation call, String id, JsonObject step, long size, List<String> tags) {
        this.id = id;
        this.step = step;
        this.created = instant(step.getString("created", ""));
        this.size = size;
        this.tags = tags;
        this.whole = call.options().flag("no-trunc");
        this.human = call.options().flag("human");
        this.now = call.context().clock().instant();
    }

    private static Instant instant(String text) {
        try {
            return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** The steps of an image, the last one first. */
    static List<HistoryRow> of(Invocation call, Image image) {
        JsonObject config =
                Json.parseObject(call.images().rawConfig(image.config().id()));
        List<Layer> layers = call.contents().layers(image.config().id());
        Map<String, Image> byTop = new HashMap<>();
        for (Image other : call.images().list()) {
            byTop.putIfAbsent(other.config().topLayer(), other);
        }
        byTop.put(image.config().topLayer(), image);
        List<HistoryRow> rows = new ArrayList<>();
        List<JsonObject> steps = config.getObjects("history");
        int layer = 0;
        for (int i = 0; i < steps.size(); i++) {
            JsonObject step = steps.get(i);
            boolean last = i == steps.size() - 1;
            long size = 0;
            Image made = last ? image : null;
            if (!step.getBoolean("empty_layer", false) && layer < layers.size()) {
                size = layers.get(layer).bytes();
                made = last ? image : byTop.get(layers.get(layer).id());
                layer++;
            }
            String id = made == null ? UNKNOWN : made.config().id();
            rows.add(new HistoryRow(call, id, step, size, made == null ? List.of() : made.names()));
        }
        Collections.reverse(rows);
        return rows;
    }

    String id() {
        return whole ? id : Ids.brief(id);
    }

    @Override
    public Object field(String name) {
        switch (name) {
            case "ID":
                return id();
            case "Created", "CreatedSince":
                return human ? Times.ago(nanos(), now) : Times.rfc3339(seconds() * NANOS, LocalZone.of(ZoneOffset.UTC));
            case "CreatedAt":
                return Times.rfc3339(seconds() * NANOS, LocalZone.of(ZoneOffset.UTC));
            case "CreatedBy":
                return createdBy();
            case "Size":
                return human ? Sizes.tight(size) : Long.toString(size);
            case "Comment":
                return step.getString("comment", "");
            case "Tags":
                return tags;
            default:
                return MISSING;
        }
    }

    private long nanos() {
        return created.getEpochSecond() * NANOS + created.getNano();
    }

    private long seconds() {
        return created.getEpochSecond();
    }

    private String createdBy() {
        String text = step.getString("created_by", "");
        return whole || text.length() <= SHOWN ? text : text.substring(0, SHOWN - 3) + "...";
    }

    @Override
    public JsonObject json() {
        return new JsonObject()
                .put("id", id)
                .put("created", step.getString("created", ""))
                .put("CreatedBy", step.getString("created_by", ""))
                .putNonEmpty("tags", tags)
                .put("size", size)
                .putNonEmpty("comment", step.getString("comment", ""))
                .put("Created", Times.rfc3339(seconds() * NANOS, LocalZone.of(ZoneOffset.UTC)));
    }
}
