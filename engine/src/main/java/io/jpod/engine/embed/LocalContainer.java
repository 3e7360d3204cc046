package io.jpod.engine.embed;

import io.jpod.support.json.JsonObject;
import java.util.List;

/** A container that was started by a {@link LocalEngine}. Closing removes it, also when it runs. */
public final class LocalContainer implements AutoCloseable {
    private final Calls calls;
    private final String id;

    LocalContainer(Calls calls, String id) {
        this.calls = calls;
        this.id = id;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    public boolean isRunning() {
        return ask("state").getBoolean("running", false);
    }

    /** The port of the host's 127.0.0.1 at which a published port of the container is reached. */
    public int port(int containerPort) {
        return calls.call(request("port").put("port", (long) containerPort)).getInt("port", 0);
    }

    /** Runs one more command in it and waits for its end. */
    public Output exec(String... command) {
        return LocalEngine.output(calls.call(request("exec").put("command", List.of(command))));
    }

    /** What it has written so far; the exit code is 0 as long as it runs. */
    public Output logs() {
        return LocalEngine.output(ask("logs"));
    }

    /** Waits for its end; returns its exit code. */
    public int waitFor() {
        return ask("wait").getInt("exitCode", -1);
    }

    /** Sends its stop signal, waits, kills. */
    public void stop() {
        ask("stop");
    }

    @Override
    public void close() {
        ask("remove");
    }

    private JsonObject ask(String operation) {
        return calls.call(request(operation));
    }

    private JsonObject request(String operation) {
        return new JsonObject().put("operation", operation).put("id", id);
    }
}
