package io.jpod.engine.embed;

import io.jpod.support.json.JsonObject;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The helper's entry: does what it reads on standard input until that ends. */
final class HelperMain {
    private HelperMain() {}

    public static void main(String[] args) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            settings.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        Frames frames = new Frames(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        PrintStream log = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Operations operations = new Operations(new Assembly(settings, System.getenv(), log::println))) {
            for (JsonObject request = frames.read(); request != null; request = frames.read()) {
                JsonObject next = request;
                threads.execute(() -> answer(operations, next, frames, log));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void answer(Calls operations, JsonObject request, Frames frames, PrintStream log) {
        JsonObject answer;
        try {
            answer = operations.call(request);
        } catch (RuntimeException | LinkageError e) {
            answer = new JsonObject().put("error", Failure.toJson(e));
        }
        try {
            frames.write(answer.put("number", request.getLong("number", 0)));
        } catch (IOException e) {
            log.println("nobody waits for an answer: " + e.getMessage());
        }
    }
}
