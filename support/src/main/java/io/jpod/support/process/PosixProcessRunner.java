package io.jpod.support.process;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts programs by {@link Posix#spawn} and serves their pipes from the calling thread. Immutable. */
public final class PosixProcessRunner implements ProcessRunner {
    private final Posix posix;
    private final Map<String, String> environment;
    private final Log log;
    private final SearchPath searchPath;

    /** @param environment what children inherit; its PATH is where programs are looked for */
    public PosixProcessRunner(Posix posix, Map<String, String> environment, Log log) {
        this.posix = posix;
        this.environment = environment;
        this.log = log;
        this.searchPath = new SearchPath(posix, environment.getOrDefault("PATH", ""));
    }

    @Override
    public ProcessResult run(ProcessRequest request) {
        long start = System.nanoTime();
        ChildStreams streams = new ChildStreams(posix, request.input().orElse(null));
        try {
            List<Integer> pairs = new ArrayList<>();
            addGiven(request, pairs);
            if (!request.descriptors().containsKey(0)) {
                add(pairs, 0, streams.openInput());
            }
            if (!request.descriptors().containsKey(1)) {
                add(pairs, 1, streams.openOutput());
            }
            if (!request.descriptors().containsKey(2)) {
                add(pairs, 2, streams.openError());
            }
            int pid = start(request, pairs, false);
            streams.closeChildEnds();
            boolean finished = streams.serve(pid, request.timeout());
            if (!finished) {
                kill(pid);
            }
            int exitCode = posix.waitFor(pid, 0);
            trace(request, pid, "exit " + exitCode, start);
            if (!finished) {
                String text = name(request) + " did not end within "
                        + request.timeout().orElseThrow().toMillis() + " ms and was killed";
                throw new JpodException(ErrorCode.INTERRUPTED, text);
            }
            return new ProcessResult(exitCode, streams.output(), streams.error());
        } catch (PosixException e) {
            throw JpodException.host("run " + name(request), e);
        } finally {
            streams.close();
        }
    }

    @Override
    public int spawn(ProcessRequest request) {
        long start = System.nanoTime();
        int nothing = -1;
        try {
            List<Integer> pairs = new ArrayList<>();
            addGiven(request, pairs);
            for (int i = 0; i < 3; i++) {
                if (!request.descriptors().containsKey(i)) {
                    if (nothing < 0) {
                        nothing = posix.open(Posix.AT_FDCWD, "/dev/null", Posix.O_RDWR, 0);
                    }
                    add(pairs, i, nothing);
                }
            }
            int pid = start(request, pairs, true);
            trace(request, pid, "started", start);
            return pid;
        } catch (PosixException e) {
            throw JpodException.host("start " + name(request), e);
        } finally {
            if (nothing >= 0) {
                posix.close(nothing);
            }
        }
    }

    private static void addGiven(ProcessRequest request, List<Integer> pairs) {
        for (Map.Entry<Integer, Integer> entry : request.descriptors().entrySet()) {
            add(pairs, entry.getKey(), entry.getValue());
        }
    }

    private static void add(List<Integer> pairs, int inChild, int inEngine) {
        pairs.add(inChild);
        pairs.add(inEngine);
    }

    private int start(ProcessRequest request, List<Integer> pairs, boolean session) throws PosixException {
        Optional<String> program = searchPath.find(name(request));
        if (program.isEmpty()) {
            String where = name(request).indexOf('/') < 0 ? "executable file not found in $PATH" : "no such executable";
            throw new JpodException(ErrorCode.HOST, "exec: \"" + name(request) + "\": " + where);
        }
        int[] descriptors = new int[pairs.size()];
        for (int i = 0; i < descriptors.length; i++) {
            descriptors[i] = pairs.get(i);
        }
        String directory =
                request.directory().isPresent() ? request.directory().get().toString() : null;
        String[] argv = request.argv().toArray(new String[0]);
        return posix.spawn(program.get(), argv, variables(request), directory, descriptors, session);
    }

    private String[] variables(ProcessRequest request) {
        Map<String, String> all;
        if (request.cleanEnvironment()) {
            all = request.environment();
        } else if (request.environment().isEmpty()) {
            all = environment;
        } else {
            all = new LinkedHashMap<>(environment);
            all.putAll(request.environment());
        }
        String[] result = new String[all.size()];
        int at = 0;
        for (Map.Entry<String, String> entry : all.entrySet()) {
            result[at++] = entry.getKey() + "=" + entry.getValue();
        }
        return result;
    }

    private void kill(int pid) throws PosixException {
        posix.kill(pid, 9);
    }

    private static String name(ProcessRequest request) {
        return request.argv().get(0);
    }

    private void trace(ProcessRequest request, int pid, String what, long start) {
        if (log.isDebug()) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            log.debug("process " + pid + " " + request.argv() + ": " + what + ", " + millis + " ms");
        }
    }
}
