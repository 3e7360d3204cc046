package io.jpod.engine.embed;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.Containers;
import io.jpod.engine.Engine;
import io.jpod.engine.ExecRequest;
import io.jpod.engine.Images;
import io.jpod.engine.LogRequest;
import io.jpod.engine.PullOptions;
import io.jpod.engine.request.PortRequest;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a {@link LocalEngine} can do, done in this process. {@code started} is guarded by itself; the rest is immutable. */
final class Operations implements Calls {
    private static final OptionalInt AT_ONCE = OptionalInt.of(0);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final Assembly assembly;
    /** Ids of containers that end with this engine. */
    private final Set<String> started = new LinkedHashSet<>();

    Operations(Assembly assembly) {
        this.assembly = assembly;
    }

    @Override
    public JsonObject call(JsonObject request) {
        try (Engine engine = assembly.engine()) {
            String id = request.getString("id", "");
            return switch (request.getString("operation", "")) {
                case "run" -> run(engine, request.getObject("container"));
                case "start" -> start(engine, request.getObject("container"));
                case "pull" -> pull(engine, request.getString("image", ""));
                case "load" -> load(engine, Path.of(request.getString("archive", "")));
                case "state" -> state(engine, id);
                case "port" -> port(engine, id, request.getInt("port", 0));
                case "exec" -> exec(engine, id, request.getStrings("command"));
                case "logs" -> logs(engine, id);
                case "wait" ->
                    new JsonObject().put("exitCode", (long) engine.containers().waitFor(id, List.of(), INTERVAL));
                case "stop" -> {
                    engine.containers().stop(id, OptionalInt.empty());
                    yield new JsonObject();
                }
                case "remove" -> remove(engine, id);
                default -> throw JpodException.usage("unknown operation " + request.getString("operation", ""));
            };
        }
    }

    private JsonObject run(Engine engine, JsonObject spec) {
        String id = create(engine, spec, false);
        try (Catch caught = new Catch()) {
            OptionalInt code = engine.containers().startAttached(id, caught.streams());
            return caught.answer(code.orElse(0));
        } catch (JpodException e) {
            if (e.code() == ErrorCode.COMMAND_NOT_FOUND || e.code() == ErrorCode.COMMAND_NOT_INVOKABLE) {
                int code = e.code() == ErrorCode.COMMAND_NOT_FOUND ? 127 : 126;
                return new JsonObject()
                        .put("exitCode", (long) code)
                        .put("stderr", encode(e.getMessage().getBytes(StandardCharsets.UTF_8)));
            }
            throw e;
        } finally {
            remove(engine, id);
        }
    }

    private JsonObject start(Engine engine, JsonObject spec) {
        String id = create(engine, spec, true);
        try {
            engine.containers().start(id);
        } catch (RuntimeException e) {
            remove(engine, id);
            throw e;
        }
        return new JsonObject().put("id", id);
    }

    private String create(Engine engine, JsonObject spec, boolean keepsLog) {
        PullOptions pull =
                PullOptions.builder().policy(spec.getString("pull", "missing")).build();
        String id = engine.containers()
                .create(Requests.create(spec, keepsLog), pull, assembly.log()::debug)
                .config()
                .id();
        if (!spec.getBoolean("keep", false)) {
            synchronized (started) {
                started.add(id);
            }
        }
        return id;
    }

    private JsonObject pull(Engine engine, String image) {
        List<Images.Image> images = engine.images()
                .pull(image, PullOptions.builder().policy("always").build(), line -> {});
        return new JsonObject().put("id", images.get(0).config().id());
    }

    private static JsonObject load(Engine engine, Path archive) {
        List<String> names = engine.images().load(archive, line -> {});
        return new JsonObject().put("name", names.isEmpty() ? "" : names.get(0));
    }

    private static JsonObject state(Engine engine, String id) {
        String status = engine.containers().get(id).state().status();
        return new JsonObject().put("running", status.equals("running"));
    }

    private static JsonObject port(Engine engine, String id, int containerPort) {
        for (PortRequest port : engine.containers().get(id).config().ports()) {
            if (port.containerPort() == containerPort) {
                return new JsonObject().put("port", (long) port.hostPort());
            }
        }
        throw JpodException.notFound("port " + containerPort + " of container " + id + " is not published");
    }

    private JsonObject exec(Engine engine, String id, List<String> command) {
        try (Catch caught = new Catch()) {
            ExecRequest request = ExecRequest.builder().command(command).build();
            OptionalInt code = engine.containers().exec(id, request, caught.streams());
            return caught.answer(code.orElse(0));
        }
    }

    private static JsonObject logs(Engine engine, String id) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        LogRequest all = new LogRequest(false, -1, Optional.empty(), Optional.empty());
        engine.containers().logs(id, all, (time, isError, partial, text) -> {
            ByteArrayOutputStream stream = isError ? stderr : stdout;
            stream.writeBytes(text);
            if (!partial) {
                stream.write('\n');
            }
        });
        Containers.Snapshot container = engine.containers().get(id);
        return new JsonObject()
                .put("exitCode", (long) container.state().exitCode())
                .put("stdout", encode(stdout.toByteArray()))
                .put("stderr", encode(stderr.toByteArray()));
    }

    private JsonObject remove(Engine engine, String id) {
        synchronized (started) {
            started.remove(id);
        }
        try {
            engine.containers().remove(id, true, true, AT_ONCE);
        } catch (JpodException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
        return new JsonObject();
    }

    @Override
    public void close() {
        List<String> left;
        synchronized (started) {
            left = List.copyOf(started);
        }
        for (String id : left) {
            try (Engine engine = assembly.engine()) {
                remove(engine, id);
            } catch (JpodException e) {
                assembly.log().warn("removing container " + id + ": " + e.getMessage());
            }
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Output goes to files, as the attach loop writes to descriptors and nobody else would read a pipe meanwhile. */
    private final class Catch implements AutoCloseable {
        private final Path stdout;
        private final Path stderr;
        private final int out;
        private final int err;

        Catch() {
            try {
                stdout = Files.createTempFile(assembly.runRoot(), "output", "");
                stderr = Files.createTempFile(assembly.runRoot(), "output", "");
                out = open(stdout);
                err = open(stderr);
            } catch (IOException e) {
                throw JpodException.host("catching the output", e);
            }
        }

        private int open(Path file) throws PosixException {
            return assembly.posix().open(Posix.AT_FDCWD, file.toString(), Posix.O_WRONLY, 0);
        }

        AttachOptions streams() {
            return new AttachOptions(-1, out, err, new byte[0], false, false);
        }

        JsonObject answer(int exitCode) {
            try {
                return new JsonObject()
                        .put("exitCode", (long) exitCode)
                        .put("stdout", encode(Files.readAllBytes(stdout)))
                        .put("stderr", encode(Files.readAllBytes(stderr)));
            } catch (IOException e) {
                throw JpodException.host("reading the output", e);
            }
        }

        @Override
        public void close() {
            assembly.posix().close(out);
            assembly.posix().close(err);
            try {
                Files.deleteIfExists(stdout);
                Files.deleteIfExists(stderr);
            } catch (IOException e) {
                assembly.log().warn("removing " + stdout + ": " + e.getMessage());
            }
        }
    }
}
