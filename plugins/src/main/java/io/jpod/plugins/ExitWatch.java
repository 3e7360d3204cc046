package io.jpod.plugins;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices a plug-in that ends the virtual machine: names it and ends with 125. There is no way to refuse {@link System#exit} since
 * security managers are gone; but its hooks run, and the thread that called it is still there. Thread-safe.
 */
final class ExitWatch {
    private static final int ENGINE_FAILURE = 125;

    private final OutputStream stderr;
    private final Map<Thread, String> inside = new ConcurrentHashMap<>();
    private boolean watching;

    ExitWatch(OutputStream stderr) {
        this.stderr = stderr;
    }

    String enter(String origin) {
        synchronized (this) {
            if (!watching) {
                watching = true;
                Runtime.getRuntime().addShutdownHook(new Hook());
            }
        }
        return inside.put(Thread.currentThread(), origin);
    }

    void leave(String before) {
        if (before == null) {
            inside.remove(Thread.currentThread());
        } else {
            inside.put(Thread.currentThread(), before);
        }
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
        return exiting ? inside.get(thread) : null;
    }
}
