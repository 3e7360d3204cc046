package io.jpod.engine.logs;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.engine.EngineContext;
import io.jpod.engine.LogRequest;
import io.jpod.engine.LogSink;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what a monitor wrote to systemd's journal, by journalctl. */
public final class JournalReader {
    private static final int FOLLOW_MILLIS = 50;
    /** How long after a container's end journalctl may still bring its last lines. */
    private static final int QUIET_MILLIS = 400;

    private static final int SIGTERM = 15;
    private static final String FIELDS = "--output-fields=MESSAGE,PRIORITY,CONTAINER_PARTIAL_MESSAGE";

    private final EngineContext context;
    private final String id;

    /** @param id the container's, in full */
    public JournalReader(EngineContext context, String id) {
        this.context = context;
        this.id = id;
    }

    /**
     * Hands over the records that the request asks for; records count as lines in {@link LogRequest#tail}.
     *
     * @param ending asked only when the request follows
     * @throws JpodException HOST when there is no journalctl
     */
    public void read(LogRequest request, LogSink sink, LogReader.Ending ending) {
        Posix posix = context.posix();
        try {
            int[] pipe = posix.pipe();
            int pid = -1;
            try {
                try {
                    pid = context.processes()
                            .spawn(ProcessRequest.builder(argv(request))
                                    .descriptor(1, pipe[1])
                                    .build());
                } finally {
                    posix.close(pipe[1]);
                }
                drain(pipe[0], request, new RequestedTimes(request, sink), ending);
            } finally {
                posix.close(pipe[0]);
                if (pid > 0) {
                    posix.kill(pid, SIGTERM);
                    posix.waitFor(pid, 0);
                }
            }
        } catch (PosixException e) {
            throw JpodException.host("reading the journal", e);
        }
    }

    private List<String> argv(LogRequest request) {
        Optional<Path> program = context.host().findExecutable("journalctl");
        if (program.isEmpty()) {
            throw new JpodException(ErrorCode.HOST, "reading the journal: journalctl is not installed")
                    .withRemedy("install systemd, or use another --log-driver");
        }
        List<String> argv = new ArrayList<>();
        argv.addAll(List.of(program.get().toString(), "--quiet", "--all", "--output=json", FIELDS));
        argv.add(request.tail() < 0 ? "--no-tail" : "--lines=" + request.tail());
        if (request.since().isPresent()) {
            argv.add("--since=@" + request.since().get().getEpochSecond());
        }
        if (request.follow()) {
            argv.add("--follow");
        }
        argv.add("CONTAINER_ID_FULL=" + id);
        return argv;
    }

    private void drain(int descriptor, LogRequest request, RequestedTimes times, LogReader.Ending ending)
            throws PosixException {
        LineBuffer lines = new LineBuffer();
        boolean ended = false;
        short[] ready = new short[1];
        while (!times.past()) {
            int wait = !request.follow() ? -1 : ended ? QUIET_MILLIS : FOLLOW_MILLIS;
            int count = context.posix().poll(new int[] {descriptor}, new short[] {Posix.POLLIN}, ready, wait);
            if (count > 0) {
                if (!lines.fill(context.posix(), descriptor)) {
                    return;
                }
                for (String line = lines.next(); line != null; line = lines.next()) {
                    times.accept(record(line));
                }
            } else if (ended) {
                return;
            } else if (request.follow()) {
                ended = ending.await(FOLLOW_MILLIS);
            }
        }
    }

    /** Null for what is no record of a container. */
    static LogRecord record(String line) {
        JsonObject entry = Json.parseObject(line);
        long micros = Long.parseLong(entry.getString("__REALTIME_TIMESTAMP", "0"));
        byte[] text = message(entry);
        if (text == null) {
            return null;
        }
        boolean partial = entry.getString("CONTAINER_PARTIAL_MESSAGE", "").equals("true");
        int length = !partial && text.length > 0 && text[text.length - 1] == '\n' ? text.length - 1 : text.length;
        Instant time = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
        return new LogRecord(time, entry.getString("PRIORITY", "").equals("3"), partial, Arrays.copyOf(text, length));
    }

    /** journalctl writes what is not UTF-8 as an array of numbers. */
    private static byte[] message(JsonObject entry) {
        Object message = entry.get("MESSAGE");
        if (message instanceof String) {
            return ((String) message).getBytes(StandardCharsets.UTF_8);
        }
        if (!(message instanceof List)) {
            return null;
        }
        List<Object> numbers = entry.getList("MESSAGE");
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ((Number) numbers.get(i)).byteValue();
        }
        return bytes;
    }
}
