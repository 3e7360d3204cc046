package io.jpod.plugins;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices a plug-in that ends the virtual machine: names it and ends with 125. There is no way to refuse {@link System#exit} since
 * security managers are gone; but its hooks run, and the thread that called it is still there. Thread-safe.
 */
final class ExitWatch {
    private static final int ENGINE_FAILURE = 125;

    private final OutputStream stderr;
    private final Map<Thread, PluginVisit> inside = new ConcurrentHashMap<>();
    private boolean watching;

    ExitWatch(OutputStream stderr) {
        this.stderr = stderr;
    }

    /** What the calling thread did before is returned, for {@link #leave}. */
    PluginVisit enter(String origin, String method) {
        synchronized (this) {
            if (!watching) {
                watching = true;
                Runtime.getRuntime().addShutdownHook(new Hook());
            }
        }
        return inside.put(Thread.currentThread(), new PluginVisit(origin, method));
    }

    void leave(PluginVisit before) {
        if (before == null) {
            inside.remove(Thread.currentThread());
        } else {
            inside.put(Thread.currentThread(), before);
        }
    }

    /** What to tell of threads that have been inside for long. Each stay is told once. */
    List<String> notices(long patienceNanos) {
        List<String> notices = new ArrayList<>();
        for (PluginVisit visit : inside.values()) {
            String notice = visit.notice(patienceNanos);
            if (notice != null) {
                notices.add(notice);
            }
        }
        return notices;
    }

    private final class Hook extends Thread {
        @Override
        public void run() {
            check();
        }
    }

    private void check() {
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            String origin = culprit(thread.getKey(), thread.getValue());
            if (origin != null) {
                String name = Origins.name(origin);
                String text = "Error: plug-in " + origin + " ended the process\nhint: jpod plugin disable " + name
                        + " switches it off; report this to its author\n";
                try {
                    stderr.write(text.getBytes(StandardCharsets.UTF_8));
                    stderr.flush();
                } catch (IOException e) {
                    // Nobody listens; the exit code tells.
                }
                Runtime.getRuntime().halt(ENGINE_FAILURE);
            }
        }
    }

    /** The plug-in that called for the end on this thread; null for none. A signal ends the machine without such a thread. */
    private String culprit(Thread thread, StackTraceElement[] stack) {
        boolean exiting = false;
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit")) {
                exiting = true;
            } else if (exiting && PluginClassLoader.origin(frame.getClassLoaderName()) != null) {
                return PluginClassLoader.origin(frame.getClassLoaderName());
            }
        }
        PluginVisit visit = exiting ? inside.get(thread) : null;
        return visit == null ? null : visit.origin();
    }
}
