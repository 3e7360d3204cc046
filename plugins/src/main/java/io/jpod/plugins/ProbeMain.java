package io.jpod.plugins;

import io.jpod.plugins.osgi.BundleHost;
import io.jpod.support.json.Json;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * The process in which unknown jars are looked at, so that one which hangs or ends the virtual machine does so there.
 *
 * <p>Its argument is a file of lines: the time limit in milliseconds, the directory for a framework, the directory of declarative
 * services, then {@code bundle PATH} and {@code jar PATH}. It appends to the file {@code ARGUMENT.out}: {@code begin PATH}, {@code class
 * NAME}, {@code end RECORD}.
 */
public final class ProbeMain {
    static final int TIMED_OUT = 98;

    private final OutputStream out;
    private final SynchronousQueue<String> beats = new SynchronousQueue<>();

    private ProbeMain(OutputStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(args[0]));
        List<Path> bundles = new ArrayList<>();
        List<Path> jars = new ArrayList<>();
        for (String line : lines.subList(3, lines.size())) {
            int blank = line.indexOf(' ');
            (line.startsWith("bundle ") ? bundles : jars).add(Path.of(line.substring(blank + 1)));
        }
        Duration limit = Duration.ofMillis(Long.parseLong(lines.get(0)));
        Path storage = Path.of(lines.get(1));
        Path components = Path.of(lines.get(2));
        StreamLog log = new StreamLog(OutputStream.nullOutputStream(), LogLevel.ERROR, Clock.systemUTC(), false);
        // Not closed: the process ends by halt, whatever threads the plug-ins have left.
        OutputStream out = new FileOutputStream(args[0] + ".out");
        ProbeMain main = new ProbeMain(out);
        main.watch(limit);
        PluginLoader loader = new PluginLoader(
                ProbeMain.class.getClassLoader(),
                PluginCalls.unwatched(limit),
                () -> new BundleHost(storage, components, bundles, log));
        main.inspect(jars, loader);
        loader.close();
        Runtime.getRuntime().halt(0);
    }

    private void inspect(List<Path> jars, PluginLoader loader) {
        JarInspector inspector = new JarInspector(loader, name -> {
            say("class " + name);
            beat();
        });
        for (Path jar : jars) {
            say("begin " + jar);
            beat();
            PluginRecord record;
            try {
                record = inspector.inspect(jar);
            } catch (Error e) {
                record = PluginRecord.broken(jar, JarFacts.of(jar), Faults.text(e));
            }
            say("end " + Json.compact(record.toJson()));
        }
    }

    private void say(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void beat() {
        beats.offer("");
    }

    /** Ends the process when nothing was heard for too long. */
    private void watch(Duration limit) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (beats.poll(limit.toMillis(), TimeUnit.MILLISECONDS) != null) {
                            // Something moves.
                        }
                        Runtime.getRuntime().halt(TIMED_OUT);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "time limit");
        thread.setDaemon(true);
        thread.start();
    }
}
