package io.jpod.plugins;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link ProbeMain}, and names the jar that made it end. Each time one did, the others get a new process. */
final class ProbeProcess implements PluginProbe {
    private static final Duration START = Duration.ofSeconds(60);

    private final ProcessRunner processes;
    private final Path scratch;
    private final Path components;
    private final Duration limit;
    private final Log log;

    /**
     * A probe.
     *
     * @param scratch a directory for short-lived files; made when it is not there
     * @param components a directory with the jars of declarative services
     * @param limit for each provider
     */
    ProbeProcess(ProcessRunner processes, Path scratch, Path components, Duration limit, Log log) {
        this.processes = processes;
        this.scratch = scratch;
        this.components = components;
        this.limit = limit;
        this.log = log;
    }

    @Override
    public List<PluginRecord> probe(List<Path> jars, List<Path> bundles) {
        List<PluginRecord> records = new ArrayList<>();
        List<Path> left = new ArrayList<>(jars);
        while (!left.isEmpty()) {
            int before = left.size();
            try {
                once(left, bundles, records);
            } catch (IOException e) {
                throw JpodException.host("looking at plug-ins in " + scratch, e);
            }
            if (left.size() == before) {
                // Another round would be like this one.
                Path jar = left.remove(0);
                records.add(PluginRecord.broken(jar, JarFacts.of(jar), "could not be looked at"));
            }
        }
        return records;
    }

    private void once(List<Path> left, List<Path> bundles, List<PluginRecord> records) throws IOException {
        Path work = Scratch.make(scratch);
        Path input = work.resolve("jars");
        Path output = work.resolve("jars.out");
        try {
            StringBuilder lines = new StringBuilder();
            lines.append(limit.toMillis()).append('\n');
            lines.append(work.resolve("framework"))
                    .append('\n')
                    .append(components)
                    .append('\n');
            for (Path bundle : bundles) {
                lines.append("bundle ").append(bundle).append('\n');
            }
            for (Path jar : left) {
                lines.append("jar ").append(jar).append('\n');
            }
            Files.writeString(input, lines);
            ProcessResult result =
                    processes.run(ProcessRequest.builder(JavaCommand.of(ProbeMain.class, input.toString()))
                            .timeout(START.plus(limit.multipliedBy(left.size() + 1L)))
                            .build());
            if (result.exitCode() != 0) {
                log.debug("looking at plug-ins ended with " + result.exitCode() + ": " + result.stderr());
            }
            new Told(Files.exists(output) ? Files.readAllLines(output) : List.of(), result).take(left, records);
        } finally {
            Scratch.delete(work);
        }
    }

    /** What the process wrote before it ended, one way or another. */
    private record Told(List<String> lines, ProcessResult end) {
        void take(List<Path> left, List<PluginRecord> records) {
            Path current = null;
            String className = "";
            for (String line : lines) {
                if (line.startsWith("begin ")) {
                    current = Path.of(line.substring(6));
                    className = "";
                } else if (line.startsWith("class ")) {
                    className = line.substring(6);
                } else if (line.startsWith("end ")) {
                    PluginRecord record = PluginRecord.fromJson(Json.parseObject(line.substring(4)));
                    records.add(record);
                    left.remove(record.path());
                    current = null;
                }
            }
            if (current != null) {
                records.add(culprit(current, className));
                left.remove(current);
            } else if (lines.isEmpty() || end.exitCode() != 0) {
                for (Path jar : left) {
                    records.add(PluginRecord.broken(jar, JarFacts.of(jar), "could not be looked at: " + end.stderr()));
                }
                left.clear();
            }
        }

        private PluginRecord culprit(Path jar, String className) {
            String what = className.isEmpty() ? "it" : className;
            int code = end.exitCode();
            String fault = what + " "
                    + (code == ProbeMain.TIMED_OUT ? "hangs: making it did not end in time" : Faults.ofEnd(code));
            return new PluginRecord(jar, JarFacts.of(jar), fault, List.of());
        }
    }
}
