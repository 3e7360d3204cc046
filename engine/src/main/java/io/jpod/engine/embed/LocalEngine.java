package io.jpod.engine.embed;

import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An engine for this program. Any thread may use it. Failures are {@link io.jpod.api.JpodException}s with a code, a message as
 * the command line prints it, and mostly a remedy.
 */
public final class LocalEngine implements AutoCloseable {
    private final Calls calls;

    private LocalEngine(Calls calls) {
        this.calls = calls;
    }

    /** An engine on the user's own store, which the command line uses too. */
    public static LocalEngine open() {
        return builder().open();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Runs a command in a new container, waits for its end, and removes the container. */
    public Output run(String image, String... command) {
        return run(ContainerSpec.of(image, command));
    }

    /** As {@link #run(String, String...)}. */
    public Output run(ContainerSpec container) {
        return output(calls.call(request("run", container)));
    }

    /** Starts a container and returns at once; it is removed when it, or this engine, is closed. */
    public LocalContainer start(ContainerSpec container) {
        return new LocalContainer(calls, calls.call(request("start", container)).getString("id", ""));
    }

    /** Fetches an image; returns its id. */
    public String pull(String image) {
        return calls.call(new JsonObject().put("operation", "pull").put("image", image))
                .getString("id", "");
    }

    /** Reads an image archive as {@code docker save} writes it; returns the first name, or the id of a nameless image. */
    public String load(Path archive) {
        String file = archive.toAbsolutePath().toString();
        return calls.call(new JsonObject().put("operation", "load").put("archive", file))
                .getString("name", "");
    }

    /** Removes the containers that were started and not kept, and ends the helper. */
    @Override
    public void close() {
        calls.close();
    }

    private static JsonObject request(String operation, ContainerSpec container) {
        return new JsonObject().put("operation", operation).put("container", container.json());
    }

    static Output output(JsonObject answer) {
        Base64.Decoder decoder = Base64.getDecoder();
        return new Output(
                answer.getInt("exitCode", 0),
                decoder.decode(answer.getString("stdout", "")),
                decoder.decode(answer.getString("stderr", "")));
    }

    /** What differs from the defaults. */
    public static final class Builder {
        private final Map<String, String> settings = new LinkedHashMap<>();
        private Consumer<String> log = line -> {};

        private Builder() {}

        /** Where images and containers are kept; {@code ~/.local/share/jpod} or {@code /var/lib/jpod} otherwise. */
        public Builder root(Path directory) {
            return set("root", directory.toAbsolutePath().normalize().toString());
        }

        /** Where that is kept which dies at reboot. */
        public Builder runRoot(Path directory) {
            return set("runroot", directory.toAbsolutePath().normalize().toString());
        }

        /** A provider on the class path by its id; the first that works otherwise, but never {@code vfs} beside another. */
        public Builder storageDriver(String id) {
            return set("storage", id);
        }

        /** A provider on the class path by its id. */
        public Builder runtime(String id) {
            return set("runtime", id);
        }

        /**
         * The provider that maps the ids of the user's namespace, when there is none yet: {@code subid}, or {@code single} where no
         * subordinate ids are given out.
         */
        public Builder namespace(String id) {
            return set("namespace", id);
        }

        /** The helper's class path, when this program's {@code java.class.path} is not what it was loaded from. */
        public Builder classPath(String value) {
            return set("classpath", value);
        }

        /** Receives warnings and progress, line by line, from any thread. */
        public Builder log(Consumer<String> receiver) {
            this.log = receiver;
            return this;
        }

        private Builder set(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** @throws io.jpod.api.JpodException HOST when this host cannot run containers, with the remedy */
        public LocalEngine open() {
            return new LocalEngine(new Opening(settings, System.getenv(), log).open());
        }
    }
}
