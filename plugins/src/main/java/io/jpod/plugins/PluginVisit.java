package io.jpod.plugins;

/** A thread's stay in the code of a plug-in. */
public final class PluginVisit {
    private final String origin;
    private final String method;
    private final long since = System.nanoTime();
    private volatile boolean told;

    /**
     * A stay that begins now.
     *
     * @param origin the jar's path
     * @param method of the API; null for one that waits for something else than the plug-in
     */
    PluginVisit(String origin, String method) {
        this.origin = origin;
        this.method = method;
    }

    String origin() {
        return origin;
    }

    /** What to tell when it lasts that long and nothing was told yet; else null. */
    String notice(long patienceNanos) {
        if (told || method == null || System.nanoTime() - since < patienceNanos) {
            return null;
        }
        told = true;
        return "plug-in " + origin + " has not returned from " + method + " for " + patienceNanos / 1_000_000_000
                + " seconds";
    }
}
