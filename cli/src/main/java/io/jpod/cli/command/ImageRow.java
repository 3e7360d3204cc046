package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.Ids;
import io.jpod.cli.format.Sizes;
import io.jpod.cli.format.Times;
import io.jpod.engine.Images.Image;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.support.host.LocalZone;
import io.jpod.support.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An image, or one name of an image, as {@code images} shows it. */
final class ImageRow implements Fields {
    /** Headings that differ from the fields' names. */
    static final Fields HEADINGS = new Fields() {
        @Override
        public Object field(String name) {
            switch (name) {
                case "ID":
                    return "IMAGE ID";
                case "CreatedSince":
                    return "CREATED";
                case "ReadOnly":
                    return "R/O";
                default:
                    return MISSING;
            }
        }

        @Override
        public Object json() {
            return MISSING;
        }
    };

    private static final String NONE = "<none>";
    private static final long NANOS = 1_000_000_000L;

    private final Invocation call;
    private final Image image;
    private final String repository;
    private final String tag;
    private final ImageUse use;
    private final boolean whole;
    private final Instant now;
    private final LocalZone zone;

    private ImageRow(Invocation call, Image image, String name, ImageUse use) {
        this.call = call;
        this.image = image;
        this.use = use;
        this.whole = call.options().flag("no-trunc");
        this.now = call.context().clock().instant();
        this.zone = LocalZone.of(call.context().clock());
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        this.repository = name.isEmpty() ? NONE : colon < 0 ? name : name.substring(0, colon);
        this.tag = name.isEmpty() || colon < 0 ? NONE : name.substring(colon + 1);
    }

    static boolean isSort(String word) {
        switch (word) {
            case "repository", "size", "tag", "created", "id":
                return true;
            default:
                return false;
        }
    }

    /** One row for each image. */
    static List<ImageRow> whole(Invocation call, List<Image> images, ImageUse use, String sort) {
        List<ImageRow> rows = new ArrayList<>();
        for (Image image : images) {
            rows.add(new ImageRow(
                    call, image, image.names().isEmpty() ? "" : image.names().get(0), use));
        }
        rows.sort(order(sort));
        return rows;
    }

    /** One row for each name that the filter wants. */
    static List<ImageRow> byName(Invocation call, List<Image> images, ImageUse use, String sort, ImageFilter filter) {
        List<ImageRow> rows = new ArrayList<>();
        for (Image image : images) {
            boolean byId = filter.idWanted(image);
            for (String name : image.names()) {
                if (byId || filter.wanted(name)) {
                    rows.add(new ImageRow(call, image, name, use));
                }
            }
            if (image.names().isEmpty()) {
                rows.add(new ImageRow(call, image, "", use));
            }
        }
        rows.sort(order(sort));
        return rows;
    }

    private static Comparator<ImageRow> order(String sort) {
        switch (sort) {
            case "repository":
                return Comparator.comparing(row -> row.repository);
            case "tag":
                return Comparator.comparing(row -> row.tag);
            case "id":
                return Comparator.comparing(row -> row.image.config().id());
            case "size":
                return Comparator.comparingLong(row -> row.image.config().size());
            default:
                return (a, b) -> Long.compare(
                        b.image.config().created(), a.image.config().created());
        }
    }

    String id() {
        String id = image.config().id();
        return whole ? "sha256:" + id : Ids.brief(id);
    }

    @Override
    public Object field(String name) {
        ImageRunConfig config = image.config();
        switch (name) {
            case "ID":
                return id();
            case "Id":
                return config.id();
            case "Repository":
                return repository;
            case "Tag":
                return tag;
            case "Digest":
                return config.manifestDigest().isEmpty() ? NONE : config.manifestDigest();
            case "Created", "CreatedSince":
                return Times.ago(config.created() * NANOS, now);
            case "CreatedAt", "CreatedTime":
                return Times.go(config.created() * NANOS, zone);
            case "Size":
                return Sizes.spaced(config.size());
            case "VirtualSize":
                return config.size();
            case "Labels":
                return config.labels();
            case "History":
                return String.join(", ", call.images().nameHistory(image));
            default:
                return rareField(name);
        }
    }

    private Object rareField(String name) {
        switch (name) {
            case "Names", "RepoTags":
                return image.names();
            case "RepoDigests":
                return image.digests();
            case "Dangling", "IsDangling":
                return image.names().isEmpty();
            case "ReadOnly", "IsReadOnly":
                return image.readOnly();
            case "SharedSize":
                return 0;
            case "ParentId":
                return "";
            case "Containers":
                return use.count(image.config().id());
            case "Os":
                return image.config().os();
            case "Arch":
                return image.config().architecture();
            default:
                return MISSING;
        }
    }

    @Override
    public JsonObject json() {
        ImageRunConfig config = image.config();
        JsonObject json = new JsonObject()
                .put("Id", config.id())
                .put("ParentId", "")
                .putNull("RepoTags")
                .put("RepoDigests", image.digests())
                .put("Size", config.size())
                .put("SharedSize", 0)
                .put("VirtualSize", config.size());
        if (config.labels().isEmpty()) {
            json.putNull("Labels");
        } else {
            json.put("Labels", config.labels());
        }
        json.put("Containers", use.count(config.id()));
        if (!image.names().isEmpty()) {
            json.put("Names", image.names());
        } else {
            json.put("Dangling", true);
        }
        if (image.readOnly()) {
            json.put("ReadOnly", true);
        }
        return json.put("Digest", config.manifestDigest())
                .put("History", call.images().nameHistory(image))
                .put("Created", config.created())
                .put("CreatedAt", Times.rfc3339(config.created() * NANOS, LocalZone.of(ZoneOffset.UTC)));
    }
}
