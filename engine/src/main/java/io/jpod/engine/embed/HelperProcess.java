package io.jpod.engine.embed;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The helper as its parent sees it. {@code waiting} and {@code last} are guarded by this object; the rest is immutable. */
final class HelperProcess implements Calls {
    private static final int END_SECONDS = 60;

    private final Process process;
    private final Frames frames;
    private final Map<Long, CompletableFuture<JsonObject>> waiting = new HashMap<>();
    private long last;
    private boolean ended;

    private HelperProcess(Process process) {
        this.process = process;
        this.frames = new Frames(process.getInputStream(), process.getOutputStream());
    }

    /**
     * Starts one.
     *
     * @param entry words that bring a command into the namespaces
     */
    static HelperProcess start(
            List<String> entry, Map<String, String> settings, String classPath, Consumer<String> log) {
        List<String> argv = new ArrayList<>(entry);
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath));
        argv.add(HelperMain.class.getName());
        settings.forEach((name, value) -> argv.add(name + "=" + value));
        HelperProcess helper;
        try {
            helper = new HelperProcess(new ProcessBuilder(argv).start());
        } catch (IOException e) {
            throw JpodException.host("starting the engine's helper", e)
                    .withRemedy("install the package util-linux, which has nsenter");
        }
        daemon("jpod-helper-answers", helper::readAnswers);
        daemon("jpod-helper-log", () -> helper.readLog(log));
        return helper;
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public JsonObject call(JsonObject request) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        try {
            synchronized (this) {
                if (ended) {
                    throw gone();
                }
                request.put("number", ++last);
                waiting.put(last, answer);
            }
            frames.write(request);
            JsonObject document = answer.get();
            if (document.has("error")) {
                throw Failure.fromJson(document.getObject("error"));
            }
            return document;
        } catch (IOException | CompletionException | ExecutionException e) {
            throw gone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JpodException(ErrorCode.INTERRUPTED, "waiting for the engine's helper");
        }
    }

    private JpodException gone() {
        return new JpodException(ErrorCode.HOST, "the engine's helper has ended")
                .withRemedy("its last words are in the log: LocalEngine.builder().log(System.err::println)");
    }

    private void readAnswers() {
        try {
            for (JsonObject answer = frames.read(); answer != null; answer = frames.read()) {
                CompletableFuture<JsonObject> waiter;
                synchronized (this) {
                    waiter = waiting.remove(answer.getLong("number", 0));
                }
                if (waiter != null) {
                    waiter.complete(answer);
                }
            }
        } catch (IOException e) {
            // Told to whoever waits, as is the end of the stream.
        }
        synchronized (this) {
            ended = true;
            waiting.values().forEach(waiter -> waiter.completeExceptionally(gone()));
            waiting.clear();
        }
    }

    private void readLog(Consumer<String> log) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.accept(line);
            }
        } catch (IOException e) {
            log.accept("reading the helper's log: " + e.getMessage());
        }
    }

    /** The end of its input is the helper's order to clean up and go. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
