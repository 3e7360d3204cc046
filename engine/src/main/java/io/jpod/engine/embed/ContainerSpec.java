package io.jpod.engine.embed;

import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A container to be: an image, a command, and what differs from the defaults. Immutable; every method gives a changed copy. */
public final class ContainerSpec {
    private final JsonObject json;

    private ContainerSpec(JsonObject json) {
        this.json = json;
    }

    /**
     * A container of an image.
     *
     * @param image as on the command line: {@code docker.io/library/alpine}, {@code oci:DIRECTORY}, an id
     * @param command empty for the image's own
     */
    public static ContainerSpec of(String image, String... command) {
        return new ContainerSpec(new JsonObject().put("image", image).put("command", List.of(command)));
    }

    /** Sets an environment variable. */
    public ContainerSpec env(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(json.getStringMap("env"));
        all.put(name, value);
        return with("env", all);
    }

    /** Makes a port reachable at a free port of the host's 127.0.0.1, which {@link LocalContainer#port} tells. */
    public ContainerSpec publish(int containerPort) {
        List<Object> all = new ArrayList<>(json.getList("publish"));
        all.add((long) containerPort);
        return with("publish", all);
    }

    /** Shows a directory or file of the host in the container. */
    public ContainerSpec mount(Path host, String container) {
        return addMount(host, container, List.of("rbind"));
    }

    /** As {@link #mount}, read-only. */
    public ContainerSpec mountReadOnly(Path host, String container) {
        return addMount(host, container, List.of("rbind", "ro"));
    }

    private ContainerSpec addMount(Path host, String container, List<String> options) {
        List<Object> all = new ArrayList<>(json.getList("mounts"));
        all.add(new JsonObject()
                .put("source", host.toAbsolutePath().normalize().toString())
                .put("destination", container)
                .put("options", options));
        return with("mounts", all);
    }

    /** {@code none}, {@code host}, or a network provider's id; a provider that is there is used otherwise. */
    public ContainerSpec network(String mode) {
        return with("network", mode);
    }

    /** {@code user[:group]} in the container. */
    public ContainerSpec user(String user) {
        return with("user", user);
    }

    public ContainerSpec workingDirectory(String directory) {
        return with("workingDirectory", directory);
    }

    /** A name of its own instead of a generated one. */
    public ContainerSpec name(String name) {
        return with("name", name);
    }

    /** {@code missing} (the default), {@code always}, {@code never} or {@code newer}. */
    public ContainerSpec pull(String policy) {
        return with("pull", policy);
    }

    /** The container outlives the engine; someone else removes it. */
    public ContainerSpec keep() {
        return with("keep", true);
    }

    JsonObject json() {
        return json;
    }

    private ContainerSpec with(String name, Object value) {
        JsonObject copy = new JsonObject();
        for (String known : json.names()) {
            copy.put(known, json.get(known));
        }
        return new ContainerSpec(copy.put(name, value));
    }
}
