package io.jpod.image.foreign;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one driver keeps below a graph root. Images and layers are read when they are first asked for. For one thread. */
public final class ForeignStore {
    /**
     * An image's record.
     *
     * @param digest of its manifest; may be empty
     * @param layer id of its topmost layer; empty for none
     * @param documents names under which {@link #document} has something
     */
    public record StoredImage(String id, String digest, List<String> names, String layer, List<String> documents) {}

    /**
     * A layer's record.
     *
     * @param parent id of the layer below; empty for none
     * @param diffId {@code sha256:…} of its plain tar
     * @param size of its plain tar
     * @param idLimit one more than the largest owner of its files
     */
    public record StoredLayer(String id, String parent, String diffId, long size, long idLimit) {}

    private static final List<String> DRIVERS = List.of("overlay", "vfs");
    private static final int MAX_LAYERS = 1000;

    private final Path graphRoot;
    private final String driver;
    private List<StoredImage> images;
    private Map<String, StoredLayer> layers;

    private ForeignStore(Path graphRoot, String driver) {
        this.graphRoot = graphRoot;
        this.driver = driver;
    }

    /** The parts of a graph root that can be read here; none when nothing was ever stored there. */
    public static List<ForeignStore> open(Path graphRoot) {
        List<ForeignStore> result = new ArrayList<>();
        for (String driver : DRIVERS) {
            if (Files.isRegularFile(graphRoot.resolve(driver + "-images").resolve("images.json"))) {
                result.add(new ForeignStore(graphRoot, driver));
            }
        }
        return result;
    }

    public Path graphRoot() {
        return graphRoot;
    }

    /** {@code overlay} or {@code vfs}. */
    public String driver() {
        return driver;
    }

    /** As users write it: {@code [overlay@/path]}. */
    public String place() {
        return "[" + driver + "@" + graphRoot + "]";
    }

    public List<StoredImage> images() {
        if (images == null) {
            List<StoredImage> found = new ArrayList<>();
            for (JsonObject item : list(graphRoot.resolve(driver + "-images").resolve("images.json"))) {
                found.add(new StoredImage(
                        hexId(item.getString("id", "")),
                        item.getString("digest", ""),
                        item.getStrings("names"),
                        item.getString("layer", ""),
                        item.getStrings("big-data-names")));
            }
            images = List.copyOf(found);
        }
        return images;
    }

    private Map<String, StoredLayer> layers() {
        if (layers == null) {
            Map<String, StoredLayer> found = new HashMap<>();
            for (String file : List.of("layers.json", "volatile-layers.json")) {
                for (JsonObject item :
                        list(graphRoot.resolve(driver + "-layers").resolve(file))) {
                    if (!item.getObject("flags").getBoolean("incomplete", false)) {
                        StoredLayer layer = layer(item);
                        found.put(layer.id(), layer);
                    }
                }
            }
            layers = found;
        }
        return layers;
    }

    private static StoredLayer layer(JsonObject item) {
        long limit = 1;
        for (String set : List.of("uidset", "gidset")) {
            for (Object id : item.getList(set)) {
                limit = Math.max(limit, id instanceof Long value ? value + 1 : 1);
            }
        }
        return new StoredLayer(
                hexId(item.getString("id", "")),
                item.getString("parent", ""),
                item.getString("diff-digest", ""),
                item.getLong("diff-size", 0),
                limit);
    }

    /** Ids become parts of paths. */
    private static String hexId(String id) {
        boolean good = id.length() == 64;
        for (int i = 0; good && i < 64; i++) {
            good = Character.digit(id.charAt(i), 16) >= 0 && id.charAt(i) < 'g';
        }
        if (!good) {
            throw JpodException.external("invalid id \"" + id + "\" in a store of containers/storage");
        }
        return id;
    }

    /**
     * An image's layers, lowest first.
     *
     * @throws JpodException EXTERNAL when one is missing or half made
     */
    public List<StoredLayer> layers(StoredImage image) {
        List<StoredLayer> chain = new ArrayList<>();
        String next = image.layer();
        while (!next.isEmpty()) {
            StoredLayer layer = layers().get(next);
            if (layer == null || chain.size() == MAX_LAYERS) {
                throw JpodException.external("image " + image.id() + " in " + graphRoot + ": layer " + next
                        + (layer == null ? " is missing" : " is one of too many"));
            }
            chain.add(0, layer);
            next = layer.parent();
        }
        return chain;
    }

    /** Directory with a layer's files: what it changes with {@code overlay}, those of all layers below it too with {@code vfs}. */
    public Path files(StoredLayer layer) {
        return driver.equals("vfs")
                ? graphRoot.resolve("vfs").resolve("dir").resolve(layer.id())
                : graphRoot.resolve("overlay").resolve(layer.id()).resolve("diff");
    }

    /** A name for a layer that no layer of our own has: an image's layers are named by their content, these by where they are. */
    public String layerName(StoredLayer layer) {
        return layer.id().substring(0, 48) + key();
    }

    /** A short name for this part of this graph root. */
    String key() {
        String text = driver + "@" + graphRoot;
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        StringBuilder out = new StringBuilder(16);
        for (int digit = 60; digit >= 0; digit -= 4) {
            out.append(Character.forDigit((int) (hash >>> digit & 15), 16));
        }
        return out.toString();
    }

    /** True when deletions are recorded as files whose name begins with {@code .wh.}, which only some mounts understand. */
    public boolean marksDeletionsByName() {
        Path mark = graphRoot.resolve("overlay").resolve(".has-mount-program");
        try {
            return driver.equals("overlay")
                    && Files.exists(mark)
                    && Files.readString(mark, StandardCharsets.US_ASCII).startsWith("true");
        } catch (IOException e) {
            throw JpodException.host("reading " + mark, e);
        }
    }

    /** Headers and padding of a layer's tar. */
    Path tarSplit(StoredLayer layer) {
        return graphRoot.resolve(driver + "-layers").resolve(layer.id() + ".tar-split.gz");
    }

    /** @throws JpodException EXTERNAL when it is not there or larger than the limit */
    public byte[] document(StoredImage image, String name, int limit) {
        Path file = graphRoot.resolve(driver + "-images").resolve(image.id()).resolve(fileName(name));
        try {
            if (Files.size(file) > limit) {
                throw JpodException.external(file + " is larger than " + limit + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw JpodException.external("open " + file + ": no such file or directory");
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }

    /** Names of other than lower case letters, digits and dots are encoded. */
    static String fileName(String name) {
        boolean plain = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            plain &= c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z';
        }
        boolean special = name.equals(".") || name.equals("..");
        return plain && !special
                ? name
                : "=" + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonObject> list(Path file) {
        List<JsonObject> result = new ArrayList<>();
        try {
            Object document = Json.parse(Files.readString(file, StandardCharsets.UTF_8));
            if (document instanceof List<?> items) {
                for (Object item : items) {
                    if (item instanceof JsonObject object) {
                        result.add(object);
                    }
                }
            }
            return result;
        } catch (NoSuchFileException e) {
            return result;
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        } catch (JpodException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading " + file, e);
        }
    }
}
